package io.facegate.app.vendorcheck;

import io.facegate.catalogue.VendorApi;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The calls that try one vendor's API: detect, compare, and one gallery from its making to its end.
 *
 * @param provider the word of {@code --provider}
 * @param steps in this order; each is tried, whatever became of the others
 * @param end removes what the steps made, also after a failure
 */
record VendorCheckCalls(String provider, List<CheckedCall> steps, List<CheckedCall> end) {
    private static final String ONE = "{\"Bytes\":\"${one}\"}";

    static final List<VendorCheckCalls> ALL = List.of(rekognition(), azure(), google(), compreFace());

    Stream<CheckedCall> all() {
        return Stream.concat(steps.stream(), end.stream());
    }

    private static VendorCheckCalls rekognition() {
        var gallery = "{\"CollectionId\":\"${gallery}\"}";
        var inGallery = "{\"CollectionId\":\"${gallery}\",";
        return new VendorCheckCalls(
                "rekognition",
                List.of(
                        amazon(
                                "DetectFaces",
                                "{\"Image\":" + ONE + ",\"Attributes\":[\"ALL\"]}",
                                "/FaceDetails/0/BoundingBox"),
                        amazon(
                                "CompareFaces",
                                "{\"SourceImage\":" + ONE + ",\"TargetImage\":{\"Bytes\":\"${same}\"}}",
                                "/SourceImageFace"),
                        amazon("CreateCollection", gallery, "/StatusCode"),
                        amazon("DescribeCollection", gallery, "/FaceCount"),
                        amazon("ListCollections", "{\"MaxResults\":10}", "/CollectionIds"),
                        new CheckedCall(
                                VendorApi.REKOGNITION,
                                "IndexFaces",
                                "POST /",
                                inGallery + "\"Image\":" + ONE + ",\"MaxFaces\":1}",
                                "/FaceRecords/0/Face/FaceId",
                                Map.of("face", "/FaceRecords/0/Face/FaceId")),
                        amazon("ListFaces", gallery, "/Faces/0/FaceId"),
                        amazon("SearchFacesByImage", inGallery + "\"Image\":{\"Bytes\":\"${same}\"}}", "/FaceMatches"),
                        amazon("SearchFaces", inGallery + "\"FaceId\":\"${face}\"}", "/FaceMatches"),
                        amazon("DeleteFaces", inGallery + "\"FaceIds\":[\"${face}\"]}", "/DeletedFaces/0")),
                List.of(amazon("DeleteCollection", gallery, "/StatusCode")));
    }

    private static CheckedCall amazon(String operation, String body, String holds) {
        return new CheckedCall(VendorApi.REKOGNITION, operation, "POST /", body, holds);
    }

    private static VendorCheckCalls azure() {
        var list = " /face/v1.0/facelists/${gallery}";
        var analyze = "POST /computervision/imageanalysis:analyze?api-version=2024-02-01&features=people";
        var detect = "POST /face/v1.0/detect?returnFaceId=false&returnFaceLandmarks=true"
                + "&returnFaceAttributes=headPose,glasses,blur,exposure,noise,occlusion";
        return new VendorCheckCalls(
                "azure",
                List.of(
                        azure("Detect", detect, "picture", "/0/faceRectangle"),
                        new CheckedCall(VendorApi.AZURE_VISION, "Analyze", analyze, "picture", "/peopleResult/values"),
                        azure("CreateFaceList", "PUT" + list, "{\"name\":\"facegate vendor check\"}", ""),
                        azure("AddFaceListFace", "POST" + list + "/persistedfaces", "picture", "/persistedFaceId"),
                        azure("GetFaceList", "GET" + list, "", "/faceListId")),
                List.of(azure("DeleteFaceList", "DELETE" + list, "", "")));
    }

    private static CheckedCall azure(String operation, String target, String body, String holds) {
        return new CheckedCall(VendorApi.AZURE_FACE, operation, target, body, holds);
    }

    private static VendorCheckCalls google() {
        return new VendorCheckCalls(
                "google",
                List.of(
                        google("FACE_DETECTION", "/responses/0/faceAnnotations/0"),
                        google("LABEL_DETECTION", "/responses/0")),
                List.of());
    }

    private static CheckedCall google(String feature, String holds) {
        return new CheckedCall(
                VendorApi.GOOGLE_VISION,
                "BatchAnnotateImages",
                "POST /v1/images:annotate",
                "{\"requests\":[{\"image\":{\"content\":\"${one}\"},\"features\":[{\"type\":\"" + feature + "\"}]}]}",
                holds);
    }

    private static VendorCheckCalls compreFace() {
        var base = " /api/v1/recognition/";
        var ofSubject = "faces?subject=${gallery}";
        var one = "{\"file\":\"${one}\"}";
        var same = "{\"file\":\"${same}\"}";
        var both = "{\"source_image\":\"${one}\",\"target_image\":\"${same}\"}";
        var detect = "POST /api/v1/detection/detect?face_plugins=age,gender,landmarks,mask&status=true";
        return new VendorCheckCalls(
                "compreface",
                List.of(
                        compreFace("Detect", detect, one, "/result/0/box"),
                        compreFace("Verify", "POST /api/v1/verification/verify", both, "/result"),
                        compreFace("AddFace", "POST" + base + ofSubject, one, "/image_id"),
                        compreFace("ListFaces", "GET" + base + ofSubject, "", "/faces/0/image_id"),
                        compreFace("Recognize", "POST" + base + "recognize", same, "/result/0/box")),
                List.of(compreFace("DeleteSubject", "DELETE" + base + "subjects/${gallery}", "", "")));
    }

    private static CheckedCall compreFace(String operation, String target, String body, String holds) {
        return new CheckedCall(VendorApi.COMPREFACE, operation, target, body, holds);
    }
}
