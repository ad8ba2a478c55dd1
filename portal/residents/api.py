"""The API by which a resident proves a phone number with a one-time code (docs/channels.md, docs/interfaces.md)."""

from __future__ import annotations

from typing import Annotated, Any

from apiflask import APIBlueprint
from flask import session
from pydantic import BaseModel, Field

from portal.http.access import PUBLIC, RESIDENT, access, own_page_only, without_csrf
from portal.idempotency.once import once
from portal.residents import codes, proving, service
from portal.residents.codes import CodeResult, WrongCode

api = APIBlueprint("residents", __name__, url_prefix="/api/v1", tag="residents")


class PhoneIn(BaseModel):
    """A mobile number; without a country code it is taken as one of mainland China."""

    phone: Annotated[str, Field(min_length=1, max_length=30)]


class SentOut(BaseModel):
    """In seconds: how long the code is valid, and when another one may be asked for."""

    expires_in: int
    resend_after: int


class CodeIn(BaseModel):
    """The number, and the six digits that were sent to it."""

    phone: Annotated[str, Field(min_length=1, max_length=30)]
    code: Annotated[str, Field(min_length=1, max_length=20)]


class TokenOut(BaseModel):
    """The token of a resident's session; the session cookie gets it too."""

    token: str


@api.post("/otp")
@without_csrf
@access(PUBLIC)
@own_page_only
@once
@api.input(PhoneIn, location="json")
@api.output(SentOut)
def ask_for_code(json_data: PhoneIn) -> Any:
    """Send six digits to the number. Only the session that asks (by its cookie or bearer token) can verify them."""
    proving.send_code(service.e164(json_data.phone))
    return {
        "expires_in": int(service.CODE_LIFE.total_seconds()),
        "resend_after": int(codes.PAUSE.total_seconds()),
    }


@api.post("/otp/verify")
@without_csrf
@access(PUBLIC)
@own_page_only
@api.input(CodeIn, location="json")
@api.output(TokenOut)
def verify_code(json_data: CodeIn) -> Any:
    """Verify the digits and sign in; 422 `wrong-code`, with `again` if this session's codes can be tried no more.

    A chat whose bearer token came with both requests may vote while this lasts.
    """
    result = proving.sign_in(service.e164(json_data.phone), json_data.code.strip())
    if result is CodeResult.WRONG:
        raise WrongCode()
    if result is CodeResult.OVER:
        raise WrongCode("验证码过期了或试得太多了，请重新获取", again=True)
    return {"token": session[proving.TOKEN]}


@api.delete("/otp/session")
@without_csrf
@access(RESIDENT)
@api.output({}, status_code=204)
def sign_out() -> Any:
    """End the session of the bearer token that is sent."""
    proving.end_bearer_session()
    return "", 204
