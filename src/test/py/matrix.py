"""What one unmodified client meets at a gateway, as src/test/js/matrix.mjs has it: boto3, or a client generated of the OpenAPI document."""

import base64
import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

STRANGER = {"id": "FGAKAAAAAAAAAAAAAAAA", "secret": "nobody", "apiKey": "fgk_nobody"}
PICTURES = Path(os.environ["PICTURES"])


def picture(name):
    return (PICTURES / name).read_bytes()


class Boto3:
    formats = ["jpeg", "png", "gif"]

    def __init__(self, endpoint, key):
        import boto3

        self.client = boto3.client(
            "rekognition",
            endpoint_url=endpoint,
            region_name="us-east-1",
            aws_access_key_id=key["id"],
            aws_secret_access_key=key["secret"],
        )

    def send(self, image, **more):
        return len(self.client.detect_faces(Image=image, **more)["FaceDetails"])

    def detect(self, name):
        return self.send({"Bytes": picture(name)})

    banned = detect

    def mistaken(self, name):
        return self.send({"Bytes": picture(name)}, Attributes=["BOGUS"])

    def forms(self):
        stored = {"Bucket": "films", "Name": "one.jpg"}
        return {
            "S3 object with Version": lambda: self.send({"S3Object": {**stored, "Version": "1"}}),
            "S3 object": lambda: self.send({"S3Object": stored}),
        }

    def told(self, error):
        code = error.response["Error"]["Code"]
        typed = isinstance(error, getattr(self.client.exceptions, code, self.client.exceptions.ClientError))
        return {"type": type(error).__name__, "code": code, "message": error.response["Error"]["Message"], "typed": typed}


class Neutral:
    formats = ["jpeg", "png", "gif"]

    def __init__(self, endpoint, key):
        sys.path.insert(0, os.environ["NEUTRAL"])
        import facegate_client as facegate

        self.facegate = facegate
        configuration = facegate.Configuration(
            host=endpoint.rstrip("/") + "/facegate/v1", ssl_ca_cert=os.environ["CERTIFICATE"]
        )
        configuration.api_key["key"] = key["apiKey"]
        self.client = facegate.ApiClient(configuration)

    def find(self, **image):
        request = self.facegate.DetectRequest(image=self.facegate.Image(**image))
        return len(self.facegate.FacesApi(self.client).detect(request).faces)

    def detect(self, name):
        return self.find(bytes=base64.b64encode(picture(name)).decode())

    def banned(self, name):
        image = self.facegate.Image(bytes=base64.b64encode(picture(name)).decode())
        request = self.facegate.IdentifyRequest(image=image)
        return len(self.facegate.GalleriesApi(self.client).identify("g", request).candidates)

    def mistaken(self, name):
        return self.find(bytes="no base64!")

    def forms(self):
        return {"URL": lambda: self.find(url="https://pictures.example/one.jpg")}

    def told(self, error):
        typed = isinstance(error, self.facegate.exceptions.ApiException)
        return {"type": type(error).__name__, "code": str(error.status), "message": str(error.body), "typed": typed}


def meet(client, call):
    try:
        return {"faces": call()}
    except Exception as error:
        return client.told(error)


def main():
    kind = {"boto3": Boto3, "neutral-py": Neutral}[os.environ["CLIENT"]]
    hope = kind(os.environ["GATEWAY"], json.loads(os.environ["HOPE"]))
    banned = kind(os.environ["GATEWAY"], json.loads(os.environ["BANNED"]))
    nobody = kind(os.environ["GATEWAY"], STRANGER)
    forwarded = kind(os.environ["FORWARDING"], json.loads(os.environ["FORWARDED"]))
    story = {
        "allowed": meet(hope, lambda: hope.detect("one.jpeg")),
        "refused": meet(banned, lambda: banned.banned("one.jpeg")),
        "malformed": meet(hope, lambda: hope.mistaken("one.jpeg")),
        "auth": meet(nobody, lambda: nobody.detect("one.jpeg")),
        "images": {},
    }
    with ThreadPoolExecutor(16) as workers:
        calls = workers.map(lambda _: meet(hope, lambda: hope.detect("one.jpeg")), range(16 * int(os.environ["EACH"])))
        met = list(calls)
    errors = [each for each in met if each.get("faces") != 1]
    story["concurrency"] = {"calls": len(met), "answered": len(met) - len(errors), "errors": errors}
    for name in kind.formats:
        story["images"][name] = meet(forwarded, lambda: forwarded.detect("one." + name))
    for form, call in forwarded.forms().items():
        story["images"][form] = meet(forwarded, call)
    print(json.dumps(story))


main()
