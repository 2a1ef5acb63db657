"""Makes one call with unmodified boto3, whose retries are in one of its modes, and prints how it ended."""

import json
import os
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

rekognition = boto3.client(
    "rekognition",
    endpoint_url=os.environ["ENDPOINT"],
    region_name="us-east-1",
    aws_access_key_id=os.environ["KEY_ID"],
    aws_secret_access_key=os.environ["KEY_SECRET"],
    config=Config(retries={"mode": os.environ["MODE"]}),
)
try:
    rekognition.detect_faces(Image={"Bytes": Path(os.environ["PHOTO"]).read_bytes()})
    print(json.dumps({"code": None}))
except ClientError as error:
    print(json.dumps({"code": error.response["Error"]["Code"]}))
