package io.facegate.usecase.lockdown.aws;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The regions that have Rekognition, as AWS's table of endpoints lists them. */
final class RekognitionRegions {
    private static final Map<String, List<String>> BY_PARTITION = Map.of(
            "aws",
            List.of(
                    "ap-northeast-1",
                    "ap-northeast-2",
                    "ap-south-1",
                    "ap-southeast-1",
                    "ap-southeast-2",
                    "ca-central-1",
                    "eu-central-1",
                    "eu-south-2",
                    "eu-west-1",
                    "eu-west-2",
                    "il-central-1",
                    "sa-east-1",
                    "us-east-1",
                    "us-east-2",
                    "us-west-1",
                    "us-west-2"),
            "aws-us-gov",
            List.of("us-gov-west-1"));

    private RekognitionRegions() {}

    /** Those of a partition of AWS, in a set of its own. */
    static Set<String> of(String partition) {
        return new TreeSet<>(BY_PARTITION.getOrDefault(partition, List.of("us-east-1")));
    }
}
