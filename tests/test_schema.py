"""The OpenAPI description is true: requests made from it are answered as it says, and never with a 5xx."""

from __future__ import annotations

from typing import Any

import httpx
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CHECKS, load_all_checks

load_all_checks()
CHECKED = CHECKS.get_by_names(["not_a_server_error", "status_code_conformance", "content_type_conformance"])


def test_the_endpoint_is_as_described(server: str) -> None:
    schema = schemathesis.openapi.from_dict(httpx.get(f"{server}/openapi.json").json())
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == 8
    for operation in operations:

        @given(case=operation.as_strategy())
        @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
        def check(case: Any) -> None:
            case.call_and_validate(base_url=server, checks=CHECKED)

        check()
