package io.facegate.differential;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Sample values for request parameters, by name. The text {@code @picture} becomes a base64 picture, {@code @id} an id.
 * A value seen in earlier responses under the same name is often used instead.
 */
final class SampleValues {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int REMEMBERED = 24;

    /** One line per name: the name, and its values separated by bars. */
    private static final String TABLE = """
        Image|{"Bytes":"@picture"}|{"Bytes":"@picture"}|{"Bytes":"@picture"}|{"S3Object":{"Bucket":"films","Name":"a.jpg","Version":"v1"}}|{"S3Object":{"Bucket":"films","Name":"a.jpg"}}|{"S3Object":{"Bucket":"elsewhere","Name":"a.jpg","Version":"v1"}}
        SourceImage|{"Bytes":"@picture"}|{"Bytes":"@picture"}|{"S3Object":{"Bucket":"films","Name":"s.jpg","Version":"v2"}}
        TargetImage|{"Bytes":"@picture"}|{"Bytes":"@picture"}|{"S3Object":{"Bucket":"films","Name":"t.jpg","Version":"v2"}}
        Video|{"S3Object":{"Bucket":"films","Name":"a.mp4","Version":"v1"}}|{"S3Object":{"Bucket":"films","Name":"a.mp4"}}
        Attributes|["DEFAULT"]|["ALL"]|["AGE_RANGE","SMILE"]|["EMOTIONS"]|["FACE_OCCLUDED","DEFAULT"]|["NOTHING"]
        DetectionAttributes|["DEFAULT"]|["ALL"]|["GENDER"]
        FaceAttributes|"DEFAULT"|"ALL"
        CollectionId|"missing"|"found"|"kids-2"|"staff.eu"|"x"
        UserId|"user-1"|"user-2"|"Jane"
        FaceId|"@id"
        FaceIds|["@id"]|["@id","@id"]|[]
        ExternalImageId|"picture-1"|"jane:doe"
        SimilarityThreshold|80|99.5|0|100|101
        FaceMatchThreshold|80|90.5|0|100
        UserMatchThreshold|75|99
        MinConfidence|55|0|100
        MaxFaces|1|10|4096|0
        MaxUsers|5|500
        MaxResults|10|1|1000|1001
        MaxLabels|10|1000
        QualityFilter|"AUTO"|"NONE"|"HIGH"|"LOUD"
        NextToken|"page"
        ClientRequestToken|"token-1"|"token-2"
        JobId|"@id"
        SessionId|"@id"
        JobTag|"job"
        SortBy|"TIMESTAMP"|"INDEX"|"NAME"
        AggregateBy|"TIMESTAMPS"
        NotificationChannel|{"SNSTopicArn":"arn:aws:sns:us-east-1:123456789012:ended","RoleArn":"arn:aws:iam::123456789012:role/films"}|{"SNSTopicArn":"arn:aws:sns:us-east-1:999999999999:x","RoleArn":"arn:aws:iam::999999999999:role/x"}
        Filters|{"ShotFilter":{"MinSegmentConfidence":80}}|{"WordFilter":{"MinConfidence":50}}
        SegmentTypes|["SHOT"]|["TECHNICAL_CUE","SHOT"]
        Features|["GENERAL_LABELS"]|["IMAGE_PROPERTIES"]|["CUSTOM_LABELS"]
        Settings|{"FaceSearch":{"CollectionId":"missing","FaceMatchThreshold":85}}|{"GeneralLabels":{"LabelInclusionFilters":["Person"]}}|{"AuditImagesLimit":0}|{"ConnectedHome":{"Labels":["PERSON"]}}
        Input|{"KinesisVideoStream":{"Arn":"arn:aws:kinesisvideo:us-east-1:123456789012:stream/door/1"}}|{"S3Object":{"Bucket":"films","Name":"m.jsonl","Version":"v1"}}
        Output|{"KinesisDataStream":{"Arn":"arn:aws:kinesis:us-east-1:123456789012:stream/out"}}|{"S3Destination":{"Bucket":"results","KeyPrefix":"p"}}
        OutputConfig|{"S3Bucket":"results","S3KeyPrefix":"p"}
        OperationsConfig|{"DetectModerationLabels":{"MinConfidence":50}}
        RoleArn|"arn:aws:iam::123456789012:role/films"
        KmsKeyId|"alias/ours"
        Name|"door"|"stream-2"
        Id|"1XJ5dK1a"
        ProjectName|"project-1"
        ProjectArn|"arn:aws:rekognition:us-east-1:123456789012:project/project-1/1690000000000"
        SourceProjectArn|"arn:aws:rekognition:us-east-1:123456789012:project/project-1/1690000000000"
        DestinationProjectArn|"arn:aws:rekognition:us-east-1:123456789012:project/project-2/1690000000001"
        ProjectVersionArn|"arn:aws:rekognition:us-east-1:123456789012:project/project-1/version/v1/1690000000002"
        SourceProjectVersionArn|"arn:aws:rekognition:us-east-1:123456789012:project/project-1/version/v1/1690000000002"
        DatasetArn|"arn:aws:rekognition:us-east-1:123456789012:project/project-1/dataset/train/1690000000003"
        ResourceArn|"arn:aws:rekognition:us-east-1:123456789012:collection/missing"|"arn:aws:rekognition:us-east-1:123456789012:streamprocessor/door"
        DatasetType|"TRAIN"|"TEST"
        DatasetSource|{"GroundTruthManifest":{"S3Object":{"Bucket":"films","Name":"m.json","Version":"v1"}}}
        Datasets|[{"Arn":"arn:aws:rekognition:us-east-1:123456789012:project/project-1/dataset/train/1690000000003"}]
        Feature|"CONTENT_MODERATION"|"CUSTOM_LABELS"
        VersionName|"v1"
        Tags|{"team":"search"}|{}
        TagKeys|["team"]
        PolicyName|"share"
        PolicyDocument|"{}"
        StartSelector|{"KVSStreamStartSelector":{"ProducerTimestamp":1}}
        SettingsForUpdate|{"ConnectedHomeForUpdate":{"MinConfidence":50}}
        SummarizationAttributes|{"MinConfidence":80,"RequiredEquipmentTypes":["FACE_COVER"]}
        MinInferenceUnits|1
        Changes|{"GroundTruth":"e30="}
        url|"https://photos.example.net/a.jpg"|"http://127.0.0.1/a.jpg"|"https://user@photos.example.net/a.jpg"|"gs://films/a.jpg"
        faceId|"@id"
        faceId1|"@id"
        faceId2|"@id"
        faceIds|["@id"]|["@id","@id","@id"]
        personId|"@id"
        personIds|["@id"]|["*"]
        persistedFaceId|"@id"
        sessionId|"@id"
        sessionImageId|"@id"
        operationId|"@id"
        snapshotId|"@id"
        faceListId|"missing"|"found"|"a_b.c"
        largeFaceListId|"missing-l"|"found-l"
        personGroupId|"missing-g"|"found-g"
        largePersonGroupId|"missing-lg"|"found-lg"
        dynamicPersonGroupId|"missing-dg"
        objectId|"missing"
        name|"Missing children"|"n"
        userData|"some data"|"x"
        recognitionModel|"recognition_04"|"recognition_01"|"recognition_99"
        detectionModel|"detection_03"|"detection_01"
        returnFaceId|false|true|false
        returnFaceLandmarks|true|false
        returnRecognitionModel|true|false
        returnFaceAttributes|"headPose"|"age,gender"|"qualityForRecognition,mask"|"glasses,occlusion"|"emotion"|"smile,wings"
        faceIdTimeToLive|86400|60|600
        targetFace|"1,1,20,20"
        start|"0"|"a"
        top|5|1000|1001
        maxNumOfCandidatesReturned|1|20|101
        confidenceThreshold|0.5|0.99|1.5
        mode|"matchPerson"|"matchFace"
        addPersonIds|["@id"]
        removePersonIds|["@id"]
        livenessOperationMode|"Passive"|"PassiveActive"
        deviceCorrelationIdSetInClient|false|true
        deviceCorrelationId|"8c1f8a2e-1d7b-4bd4-8a3c-2f8f1a6b9d10"
        authTokenTimeToLiveInSeconds|600|60
        enableSessionImage|true|false
        api-version|"2024-02-01"|"2023-10-01"|"2020-01-01"
        features|"people"|"tags,caption"|"read"|"objects,smartCrops"|"faces"
        language|"en"|"es"
        model-version|"latest"
        gender-neutral-caption|true
        smartcrops-aspect-ratios|"0.9,1.33"
        visualFeatures|"Faces"|"Tags,Objects"|"Adult"|"Description"|"Categories,Faces"
        details|"Celebrities"|"Landmarks"
        descriptionExclude|"Celebrities"
        limit|0|5|-1
        prediction_count|1|3|0
        det_prob_threshold|0.8|1.5|0
        face_plugins|"age"|"gender,mask"|"calculator"|"landmarks,pose"|"wings"
        status|true|false
        detect_faces|true
        subject|"Jane"|"John Doe"|"Zoé"
        page|0|1
        size|20|1|0
        image_id|"@id"
        file|"@picture"
        source_image|"@picture"
        target_image|"@picture"
        embeddings|[[0.1,0.2,0.3]]
        source|[0.1,0.2,0.3]
        targets|[[0.1,0.2,0.3]]|[[0.1],[0.2]]
        image|{"bytes":"@picture"}|{"bytes":"@picture"}|{"url":"https://photos.example.net/a.jpg"}
        target|{"bytes":"@picture"}|{"bytes":"@picture"}
        attributes|["age"]|["smile","eyeglasses"]|["emotion","occlusion"]|["gender"]|["hair"]|["wings"]
        threshold|{"value":0.8,"comparable_group":"local/facegate-local-1/similarity"}|{"value":90,"comparable_group":"rekognition/face/similarity"}|{"value":0.8,"comparable_group":"compreface/face/similarity"}|{"value":0.5,"comparable_group":"azure_face/recognition_04/verify"}
        gallery|"missing"|"compreface"|"found"
        face_id|"@id"
        session|"@id"
        external_id|"jane"
        max_results|1|10|1000|1001
        max_faces|1|5
        token|"page"
        provider|"rekognition"|"local"|"azure_face"
        project|"facegate-test"|"other"
        location|"us"|"eu"
        operation|"1234567890abcdef"
        productSet|"set-1"
        product|"product-1"
        referenceImage|"ref-1"
        parent|"projects/facegate-test"|"projects/facegate-test/locations/eu"
        labels|{"team":"search"}
        outputConfig|{"gcsDestination":{"uri":"gs://results/x/"},"batchSize":2}|{"gcsDestination":{"uri":"gs://elsewhere/"}}
        pageSize|5|1000
        pageToken|"page"
        prettyPrint|"false"
        alt|"json"
        $alt|"json;enum-encoding=int"
        displayName|"Shoes"
        productCategory|"homegoods-v2"
        uri|"gs://films/p.jpg"
        inputConfig|{"gcsSource":{"csvFileUri":"gs://films/list.csv"}}
        """;

    private final Map<String, List<JsonNode>> samples = new HashMap<>();
    private final Map<String, Map<String, List<JsonNode>>> seenByOrganisation = new HashMap<>();
    private Map<String, List<JsonNode>> seen = new HashMap<>();
    private final Pictures pictures;

    SampleValues(Pictures pictures) throws JsonProcessingException {
        this.pictures = pictures;
        for (var line : TABLE.lines().toList()) {
            var cells = line.split("\\|(?=[\\[{\"0-9tf-])");
            var values = new ArrayList<JsonNode>();
            for (int at = 1; at < cells.length; at++) {
                values.add(JSON.readTree(cells[at]));
            }
            samples.put(cells[0], values);
        }
    }

    /** Selects the organisation whose learned values are used: those of others are of little use. */
    void of(String organisation) {
        seen = seenByOrganisation.computeIfAbsent(organisation, one -> new HashMap<>());
    }

    /** A value for that parameter: often one seen before, else a sample. */
    JsonNode value(Random random, String name) {
        var before = seen.get(canonical(name));
        if (before != null && random.nextInt(10) < 6) {
            return before.get(random.nextInt(before.size()));
        }
        var usual = samples.get(name);
        return filled(random, usual == null ? new TextNode("some-" + name) : usual.get(random.nextInt(usual.size())));
    }

    /** The same as text, for a path or a query. */
    String text(Random random, String name) {
        var value = value(random, name);
        return value.isValueNode() ? value.asText() : value.toString();
    }

    private JsonNode filled(Random random, JsonNode value) {
        if (value.isTextual()) {
            return switch (value.textValue()) {
                case "@picture" -> new TextNode(pictures.base64(random));
                case "@id" -> new TextNode(id(random));
                default -> value;
            };
        }
        if (value.isObject()) {
            var copy = JSON.createObjectNode();
            value.properties().forEach(field -> copy.set(field.getKey(), filled(random, field.getValue())));
            return copy;
        }
        if (value.isArray()) {
            var copy = JSON.createArrayNode();
            value.forEach(item -> copy.add(
                    item.textValue() != null && item.textValue().equals("@id") ? value(random, "FaceId") : item));
            return copy;
        }
        return value;
    }

    private String id(Random random) {
        var known = seen.get("anyid");
        return known != null && random.nextBoolean()
                ? known.get(random.nextInt(known.size())).asText()
                : GeneratedIds.VENDOR + String.format("-0000-4000-8000-%012d", random.nextInt(5));
    }

    /** Remembers the short texts of a response by field name. */
    void remember(JsonNode answer) {
        answer.properties().forEach(field -> {
            var value = field.getValue();
            if (value.isTextual() && value.textValue().length() < 300) {
                remember(canonical(field.getKey()), value);
                if (field.getKey().toLowerCase(java.util.Locale.ROOT).endsWith("id")) {
                    remember("anyid", value);
                }
            }
            remember(value);
        });
        if (answer.isArray()) {
            answer.forEach(this::remember);
        }
    }

    private void remember(String name, JsonNode value) {
        if (!samples.containsKey(name)
                && !name.equals("anyid")
                && samples.keySet().stream().noneMatch(one -> canonical(one).equals(name))) {
            return;
        }
        var values = seen.computeIfAbsent(name, one -> new ArrayList<>());
        if (values.size() >= REMEMBERED) {
            values.removeFirst();
        }
        values.add(value);
    }

    private static String canonical(String name) {
        var lower = name.toLowerCase(java.util.Locale.ROOT).replace("_", "");
        return switch (lower) {
            case "faceid1", "faceid2" -> "faceid";
            case "nextpagetoken" -> "pagetoken";
            default -> lower;
        };
    }
}
