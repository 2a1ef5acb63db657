package io.facegate.vendor.rekognition.client;

import io.facegate.call.Fault;
import java.util.Set;
import java.util.regex.Pattern;

/** Retry rules: the Rekognition operations that may be sent twice. */
final class RekognitionRetryRules {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]{1,64}");

    /** Operations that change nothing; all others are sent once. */
    private static final Set<String> READ_ONLY = Set.of(
            "CompareFaces",
            "DescribeCollection",
            "DescribeDataset",
            "DescribeProjectVersions",
            "DescribeProjects",
            "DescribeStreamProcessor",
            "DetectCustomLabels",
            "DetectFaces",
            "DetectLabels",
            "DetectModerationLabels",
            "DetectProtectiveEquipment",
            "DetectText",
            "GetCelebrityInfo",
            "GetCelebrityRecognition",
            "GetContentModeration",
            "GetFaceDetection",
            "GetFaceLivenessSessionResults",
            "GetFaceSearch",
            "GetLabelDetection",
            "GetMediaAnalysisJob",
            "GetPersonTracking",
            "GetSegmentDetection",
            "GetTextDetection",
            "ListCollections",
            "ListDatasetEntries",
            "ListDatasetLabels",
            "ListFaces",
            "ListMediaAnalysisJobs",
            "ListProjectPolicies",
            "ListStreamProcessors",
            "ListTagsForResource",
            "ListUsers",
            "RecognizeCelebrities",
            "SearchFaces",
            "SearchFacesByImage",
            "SearchUsers",
            "SearchUsersByImage");

    private RekognitionRetryRules() {}

    static boolean readOnly(String operation) {
        return READ_ONLY.contains(operation);
    }

    /** Returns true if the text is a valid vendor name, safe for a header and a record. */
    static boolean name(String word) {
        return NAME.matcher(word).matches();
    }

    /** Returns the operation in a form safe for a header. */
    static String headerName(String operation) {
        if (!name(operation)) {
            throw new Fault.ProviderDown("The operation's name cannot be sent.");
        }
        return operation;
    }
}
