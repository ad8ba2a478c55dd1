// The page of a case that was just taken down: its words are registered, so this tab keeps them no longer (new.js).

sessionStorage.removeItem("linli-new");
