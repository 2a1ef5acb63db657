"""Tells Facegate's story with unmodified boto3, and prints what happened as one JSON object."""

import json
import os
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

COLLECTION = "python"


def photo(name):
    return {"Bytes": (Path(os.environ["PHOTOS"]) / name).read_bytes()}


def client(key, secret):
    return boto3.client(
        "rekognition",
        endpoint_url=os.environ["GATEWAY"],
        region_name="us-east-1",
        aws_access_key_id=os.environ[key],
        aws_secret_access_key=os.environ[secret],
        config=Config(retries={"total_max_attempts": 1}),
    )


def refusal(call, kind=ClientError, **parameters):
    try:
        call(**parameters)
    except kind as error:
        answer = error.response
        return {
            "code": answer["Error"]["Code"],
            "message": answer["Error"]["Message"],
            "status": answer["ResponseMetadata"]["HTTPStatusCode"],
            "decision": answer["ResponseMetadata"]["HTTPHeaders"].get("facegate-decision"),
        }
    return None


def main():
    one, same = photo("franck_02159.jpg"), photo("franck_03979.jpg")
    hope = client("HOPE_ID", "HOPE_SECRET")
    pd = client("PD_ID", "PD_SECRET")
    forger = client("HOPE_ID", "PD_SECRET")
    detected = hope.detect_faces(Image=one)
    compared = hope.compare_faces(SourceImage=one, TargetImage=same)
    created = hope.create_collection(CollectionId=COLLECTION)
    indexed = hope.index_faces(CollectionId=COLLECTION, Image=one, ExternalImageId="franck")
    listed = hope.list_faces(CollectionId=COLLECTION)
    found = hope.search_faces_by_image(CollectionId=COLLECTION, Image=same)
    face = indexed["FaceRecords"][0]["Face"]["FaceId"]
    erased = hope.delete_faces(CollectionId=COLLECTION, FaceIds=[face])
    deleted = hope.delete_collection(CollectionId=COLLECTION)
    print(
        json.dumps(
            {
                "decision": detected["ResponseMetadata"]["HTTPHeaders"]["facegate-decision"],
                "faces": len(detected["FaceDetails"]),
                "confidence": detected["FaceDetails"][0]["Confidence"],
                "box": detected["FaceDetails"][0]["BoundingBox"],
                "similarity": compared["FaceMatches"][0]["Similarity"],
                "created": created["StatusCode"],
                "listed": len(listed["Faces"]),
                "found": [match["Face"]["ExternalImageId"] for match in found["FaceMatches"]],
                "erased": len(erased["DeletedFaces"]),
                "deleted": deleted["StatusCode"],
                "refused": refusal(pd.detect_faces, pd.exceptions.AccessDeniedException, Image=one),
                "mistaken": refusal(
                    hope.detect_faces, hope.exceptions.InvalidParameterException, Image=one, Attributes=["BOGUS"]
                ),
                "banned": refusal(
                    pd.detect_faces, pd.exceptions.AccessDeniedException, Image=one, Attributes=["BOGUS"]
                ),
                "failed": refusal(
                    hope.describe_collection, hope.exceptions.ResourceNotFoundException, CollectionId=COLLECTION
                ),
                "forged": refusal(forger.list_collections),
            }
        )
    )


main()
