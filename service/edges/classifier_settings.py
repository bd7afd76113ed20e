"""The settings of asking a model server; a part of Settings, which reads them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings


class ClassifierSettings(BaseSettings):
    """What is set of asking a model server about uncertain topics."""

    classifier_url: str | None = Field(
        None,
        max_length=2048,
        description="A model server to ask about topics near their threshold: what its API's paths follow, such as "
        "http://models:8000/v1. Nobody is asked when absent.",
    )
    classifier_protocol: Literal["openai", "tei"] = Field(
        "openai",
        description="With a model server: openai (chat completions with a JSON schema) or tei (Text Embeddings "
        "Inference, /predict).",
    )
    classifier_model: str = Field(
        "default",
        pattern=r"^[\x21-\x7e]{1,100}$",
        description="The model's name, as the server knows it; events name it.",
    )
    classifier_token: SecretStr | None = Field(None, description="Bearer token for the model server.")
    classifier_token_file: str | None = Field(None, description="A file that holds the token instead.")
    classifier_ca_file: str | None = Field(
        None,
        description="PEM file of the authorities to trust for the model server; the usual public ones when absent.",
    )
    classifier_band: float = Field(
        0.15, gt=0, le=1, description="A topic whose score is nearer to its threshold than this is asked about."
    )
    classifier_confidence: float = Field(0.8, ge=0.5, le=1, description="An opinion that is less sure is not heard.")
    classifier_deadline_seconds: float = Field(
        2.0, gt=0, le=60, description="Longest time that a batch of articles waits for opinions."
    )
    classifier_concurrency: int = Field(8, ge=1, le=1000, description="Requests to the model server at once.")
    classifier_budget_per_minute: int = Field(
        600, ge=1, le=1_000_000, description="Articles that a worker asks about in any minute."
    )
    classifier_batch: int = Field(16, ge=1, le=1000, description="With tei: articles in one request.")
    classifier_max_characters: int = Field(
        6000, ge=200, le=1_000_000, description="Characters of an article's text that are sent."
    )

    @field_validator("classifier_url")
    @classmethod
    def _absolute(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            message = "give an http or https URL, such as http://models:8000/v1"
            raise ValueError(message)
        return value
