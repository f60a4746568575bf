"""What kubernetes.yaml asks of a cluster is well formed: it is held against the schemas of Dask's operator and of
Kubernetes, in the very objects that the operator makes of it. No cluster is started."""

import pathlib
import sys
import types

import pytest
import yaml

kubernetes_validate = pytest.importorskip("kubernetes_validate")
jsonschema = pytest.importorskip("jsonschema")
operator = pytest.importorskip("dask_kubernetes.operator")

from dask_kubernetes.operator.validation import validate_cluster_name  # noqa: E402

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
import spread  # noqa: E402

CLUSTER = yaml.safe_load((HERE.parent / "kubernetes.yaml").read_text(encoding="utf-8"))
NAME = CLUSTER["metadata"]["name"]


def schema_of_the_operator():
    """Its schema of a DaskCluster; what is Kubernetes' own in it is checked apart."""
    path = pathlib.Path(operator.__file__).parent / "customresources" / "templates.yaml"
    known = yaml.safe_load(path.read_text(encoding="utf-8"))["definitions"]

    def resolved(part):
        if isinstance(part, list):
            return [resolved(each) for each in part]
        if not isinstance(part, dict):
            return part
        if "$ref" in part:
            name = part["$ref"].rsplit("/", 1)[1]
            return resolved(known[name]) if name in known else {"type": "object"}
        return {key: resolved(value) for key, value in part.items()}

    return resolved(known["dask.k8s.api.v1.DaskCluster"])


def made_by_the_operator(cluster):
    """The deployments and the service that the operator makes of a cluster."""
    from dask_kubernetes.operator.controller import controller

    worker, scheduler = cluster["spec"]["worker"], cluster["spec"]["scheduler"]
    about = {"annotations": {}, "labels": {}}
    where = {"worker_group_name": f"{NAME}-default", "namespace": "default", "cluster_name": NAME, "uuid": "0123456789"}
    return [
        controller.build_worker_deployment_spec(**where, pod_spec=worker["spec"], **about),
        controller.build_scheduler_deployment_spec(NAME, scheduler["spec"], **about),
        controller.build_scheduler_service_spec(NAME, scheduler["service"], **about),
    ]


def test_the_cluster_is_as_the_operator_wants_it():
    schema = schema_of_the_operator()
    jsonschema.validate(CLUSTER, schema)
    validate_cluster_name(NAME)
    without = {**CLUSTER, "spec": {**CLUSTER["spec"], "scheduler": {"spec": {}}}}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(without, schema)


def test_what_the_operator_makes_of_it_is_as_kubernetes_wants_it():
    made = made_by_the_operator(CLUSTER)
    assert [each["kind"] for each in made] == ["Deployment", "Deployment", "Service"]
    for each in made:
        kubernetes_validate.validate(each, "1.37", strict=True)
    # the check can fail
    made[0]["spec"]["template"]["spec"]["containers"][0]["volumeMounts"][0]["mountPth"] = "/data"
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(made[0], "1.37", strict=True)


def test_the_parts_of_the_cluster_fit_together():
    worker, scheduler, service = made_by_the_operator(CLUSTER)
    pod = worker["spec"]["template"]["spec"]
    volumes = {volume["name"] for volume in pod["volumes"]}
    assert {mount["name"] for mount in pod["containers"][0]["volumeMounts"]} <= volumes
    named = {port["name"] for port in scheduler["spec"]["template"]["spec"]["containers"][0]["ports"]}
    assert {port["targetPort"] for port in service["spec"]["ports"]} <= named
    labels = scheduler["spec"]["template"]["metadata"]["labels"]
    assert service["spec"]["selector"].items() <= labels.items()


def test_the_number_of_workers_is_put_in(monkeypatch):
    asked = types.SimpleNamespace(on="kubernetes", cluster=None, workers=7)
    monkeypatch.setattr(operator, "KubeCluster", lambda custom_cluster_spec: custom_cluster_spec)
    made = spread.on_kubernetes(asked)
    assert made["spec"]["worker"]["replicas"] == 7
    assert made["spec"]["scheduler"] == CLUSTER["spec"]["scheduler"]
