"""One-time codes: prove a phone (channels.md, interfaces.md)."""

from __future__ import annotations

from typing import Annotated, Any

from apiflask import APIBlueprint
from flask import request, session
from pydantic import BaseModel, Field

from portal import wording
from portal.errors import Forbidden
from portal.idempotency.once import once
from portal.residents import service
from portal.residents.service import Proof, WrongCode
from portal.throttle import throttle
from portal.web import PUBLIC, access, caller_contact_point, csrf, parts

SENDS_AN_ADDRESS = "30 per hour"
TRIES_AN_ADDRESS = "120 per hour"

api = APIBlueprint("residents", __name__, url_prefix="/api/v1", tag="residents")


class PhoneIn(BaseModel):
    """A mobile number; without a country code it is a mainland one."""

    phone: Annotated[str, Field(min_length=1, max_length=30)]


class SentOut(BaseModel):
    """Seconds for which the code is good, and after which another may be asked for."""

    expires_in: int
    resend_after: int


class CodeIn(BaseModel):
    """The number and the six digits that came to it."""

    phone: Annotated[str, Field(min_length=1, max_length=30)]
    code: Annotated[str, Field(min_length=1, max_length=20)]


class TokenOut(BaseModel):
    """A resident's session; a cookie with the same comes along."""

    token: str


@api.post("/otp")
@csrf.exempt  # type: ignore[untyped-decorator]
@access(PUBLIC)
@once
@api.input(PhoneIn, location="json")
@api.output(SentOut)
def ask_for_code(json_data: PhoneIn) -> Any:
    """Send six digits to the number."""
    phone = service.e164(json_data.phone)
    throttle().spend(SENDS_AN_ADDRESS, "otp", request.remote_addr or "")
    code = service.new_code()
    text = wording.say(parts().settings.community, "otp", {"code": code})
    with parts().db.write() as s:
        service.send_code(s, parts().settings.secret_key, phone, code=code, text=text, now=parts().clock.now())
    return {
        "expires_in": int(service.CODE_LIFE.total_seconds()),
        "resend_after": int(service.CODE_PAUSE.total_seconds()),
    }


@api.post("/otp/verify")
@csrf.exempt  # type: ignore[untyped-decorator]
@access(PUBLIC)
@api.input(CodeIn, location="json")
@api.output(TokenOut)
def verify_code(json_data: CodeIn) -> Any:
    """Show the digits. The chat's bearer, where one is sent, is joined to the number's resident."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":  # it also sets a cookie
        raise Forbidden()
    phone = service.e164(json_data.phone)
    throttle().spend(TRIES_AN_ADDRESS, "otp_verify", request.remote_addr or "")
    with parts().db.write() as s:
        verified = service.verify(
            s,
            parts().settings.secret_key,
            phone,
            json_data.code.strip(),
            parts().clock.now(),
            contact_point_id=caller_contact_point(),
        )
    if verified.proof is Proof.WRONG:
        raise WrongCode()
    if verified.proof is Proof.OVER:
        raise WrongCode("验证码过期了或试得太多了，请重新获取", again=True)
    session["resident_token"] = verified.token
    return {"token": verified.token}
