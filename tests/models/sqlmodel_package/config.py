import secrets
from functools import lru_cache

from pydantic import BaseModel


class Settings(BaseModel):
    SECRET_KEY: str = secrets.token_urlsafe(32)
    LIMIT: int = 3


@lru_cache
def get_settings() -> Settings:
    return Settings()


settings = get_settings()
if settings.LIMIT > 5:
    raise RuntimeError("too many")
