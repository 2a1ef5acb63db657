"""The neutral API through a client that a generator made of its OpenAPI document."""

import base64
import json
import os
import sys

sys.path.insert(0, os.environ["CLIENT"])
import facegate_client as facegate
from facegate_client.exceptions import ApiException


def picture(name):
    with open(os.path.join(os.environ["PHOTOS"], name), "rb") as photo:
        return facegate.Image(bytes=base64.b64encode(photo.read()).decode())


def client(key):
    here = facegate.Configuration(host=os.environ["GATEWAY"].rstrip("/") + "/facegate/v1")
    here.api_key["key"] = os.environ[key]
    return facegate.ApiClient(here)


hope = client("HOPE")
faces, galleries = facegate.FacesApi(hope), facegate.GalleriesApi(hope)
story = {}

detected = faces.detect(facegate.DetectRequest(image=picture("franck_02159.jpg")))
story["faces"] = len(detected.faces)
compared = faces.verify(
    facegate.VerifyRequest(source=picture("franck_02159.jpg"), target=picture("franck_03979.jpg"))
)
story["group"] = compared.matches[0].score.comparable_group

galleries.create_gallery(facegate.GalleryRequest(gallery="generated"))
kept = galleries.enroll(
    "generated", facegate.EnrollRequest(image=picture("franck_02159.jpg"), external_id="case-7", max_faces=1)
)
found = galleries.identify("generated", facegate.IdentifyRequest(image=picture("franck_03979.jpg")))
story["found"] = found.candidates[0].face_id == kept.faces[0].face_id
story["case"] = found.candidates[0].external_id
story["galleries"] = [gallery.gallery for gallery in galleries.list_galleries().galleries]
galleries.erase_gallery("generated")

try:
    facegate.GalleriesApi(client("SHOP")).identify(
        "generated", facegate.IdentifyRequest(image=picture("franck_03979.jpg"))
    )
except ApiException as refused:
    problem = json.loads(refused.body)
    story["refused"] = [type(refused).__name__, refused.status, problem["code"], "appeal" in problem]
    story["decision"] = refused.headers["Facegate-Decision"] == problem["decision"]

print(json.dumps(story))
