package io.facegate.provider.rekognition;

import io.facegate.call.Fault;
import java.util.Set;
import java.util.regex.Pattern;

/** What this adapter knows of the vendor's operations: which may be sent twice. */
final class RekognitionRetryRules {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]{1,64}");

    /** Those that change nothing; whatever is absent is sent once. */
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

    /** Whether it is a name as the vendor gives them, fit for a header and a record. */
    static boolean name(String word) {
        return NAME.matcher(word).matches();
    }

    /** The operation, fit for a header. */
    static String named(String operation) {
        if (!name(operation)) {
            throw new Fault.ProviderDown("The operation's name cannot be sent.");
        }
        return operation;
    }
}
