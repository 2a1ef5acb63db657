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
record VendorTour(String provider, List<TourStep> steps, List<TourStep> end) {
    private static final String ONE = "{\"Bytes\":\"${one}\"}";

    static final List<VendorTour> ALL = List.of(rekognition(), azure(), google(), compreFace());

    Stream<TourStep> all() {
        return Stream.concat(steps.stream(), end.stream());
    }

    private static VendorTour rekognition() {
        var gallery = "{\"CollectionId\":\"${gallery}\"}";
        var inGallery = "{\"CollectionId\":\"${gallery}\",";
        return new VendorTour(
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
                        new TourStep(
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

    private static TourStep amazon(String operation, String body, String holds) {
        return new TourStep(VendorApi.REKOGNITION, operation, "POST /", body, holds);
    }

    private static VendorTour azure() {
        var list = " /face/v1.0/facelists/${gallery}";
        return new VendorTour(
                "azure",
                List.of(
                        new TourStep(
                                VendorApi.AZURE_FACE,
                                "Detect",
                                "POST /face/v1.0/detect?returnFaceId=false&returnFaceLandmarks=true"
                                        + "&returnFaceAttributes=headPose,glasses,blur,exposure,noise,occlusion",
                                "picture",
                                "/0/faceRectangle"),
                        new TourStep(
                                VendorApi.AZURE_VISION,
                                "Analyze",
                                "POST /computervision/imageanalysis:analyze?api-version=2024-02-01&features=people",
                                "picture",
                                "/peopleResult/values"),
                        new TourStep(
                                VendorApi.AZURE_FACE,
                                "CreateFaceList",
                                "PUT" + list,
                                "{\"name\":\"facegate vendor check\"}",
                                ""),
                        new TourStep(
                                VendorApi.AZURE_FACE,
                                "AddFaceListFace",
                                "POST" + list + "/persistedfaces",
                                "picture",
                                "/persistedFaceId"),
                        new TourStep(VendorApi.AZURE_FACE, "GetFaceList", "GET" + list, "", "/faceListId")),
                List.of(new TourStep(VendorApi.AZURE_FACE, "DeleteFaceList", "DELETE" + list, "", "")));
    }

    private static VendorTour google() {
        var request = "{\"requests\":[{\"image\":{\"content\":\"${one}\"},\"features\":[{\"type\":\"%s\"}]}]}";
        var target = "POST /v1/images:annotate";
        return new VendorTour(
                "google",
                List.of(
                        new TourStep(
                                VendorApi.GOOGLE_VISION,
                                "BatchAnnotateImages",
                                target,
                                request.formatted("FACE_DETECTION"),
                                "/responses/0/faceAnnotations/0"),
                        new TourStep(
                                VendorApi.GOOGLE_VISION,
                                "BatchAnnotateImages",
                                target,
                                request.formatted("LABEL_DETECTION"),
                                "/responses/0")),
                List.of());
    }

    private static VendorTour compreFace() {
        var faces = " /api/v1/recognition/faces";
        var file = "{\"file\":\"${one}\"}";
        return new VendorTour(
                "compreface",
                List.of(
                        new TourStep(
                                VendorApi.COMPREFACE,
                                "Detect",
                                "POST /api/v1/detection/detect?face_plugins=age,gender,landmarks,mask&status=true",
                                file,
                                "/result/0/box"),
                        new TourStep(
                                VendorApi.COMPREFACE,
                                "Verify",
                                "POST /api/v1/verification/verify",
                                "{\"source_image\":\"${one}\",\"target_image\":\"${same}\"}",
                                "/result"),
                        new TourStep(
                                VendorApi.COMPREFACE,
                                "AddFace",
                                "POST" + faces + "?subject=${gallery}",
                                file,
                                "/image_id"),
                        new TourStep(
                                VendorApi.COMPREFACE,
                                "ListFaces",
                                "GET" + faces + "?subject=${gallery}",
                                "",
                                "/faces/0/image_id"),
                        new TourStep(
                                VendorApi.COMPREFACE,
                                "Recognize",
                                "POST /api/v1/recognition/recognize",
                                "{\"file\":\"${same}\"}",
                                "/result/0/box")),
                List.of(new TourStep(
                        VendorApi.COMPREFACE,
                        "DeleteSubject",
                        "DELETE /api/v1/recognition/subjects/${gallery}",
                        "",
                        "")));
    }
}
