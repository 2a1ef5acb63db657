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
import java.util.regex.Pattern;

/**
 * Successful vendor replies by request pattern. In a text, {@code @new} becomes a new id, {@code @ratio} a number from
 * 0 to 1, {@code @percent} one from 1 to 100, and {@code @NAME} the last value that requests used under that name, else
 * a new id.
 */
final class VendorReplies {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int REMEMBERED = 12;
    private static final Pattern IN_PATH = Pattern.compile("/([a-zA-Z]+)/([^/?:]+)");

    private static final String BOX = "{'Width':'@ratio','Height':'@ratio','Left':'@ratio','Top':'@ratio'}";
    private static final String FACE = "{'BoundingBox':" + BOX
            + ",'AgeRange':{'Low':20,'High':32},'Smile':{'Value':true,'Confidence':'@percent'},'Eyeglasses':{'Value':false,'Confidence':'@percent'},"
            + "'Sunglasses':{'Value':false,'Confidence':'@percent'},'Gender':{'Value':'Female','Confidence':'@percent'},'Beard':{'Value':false,'Confidence':'@percent'},"
            + "'Mustache':{'Value':false,'Confidence':'@percent'},'EyesOpen':{'Value':true,'Confidence':'@percent'},'MouthOpen':{'Value':true,'Confidence':'@percent'},"
            + "'Emotions':[{'Type':'HAPPY','Confidence':'@percent'},{'Type':'SAD','Confidence':'@percent'}],'Landmarks':[{'Type':'eyeLeft','X':'@ratio','Y':'@ratio'}],"
            + "'Pose':{'Roll':1.5,'Yaw':-3,'Pitch':0.25},'Quality':{'Brightness':'@percent','Sharpness':'@percent'},'Confidence':'@percent','FaceOccluded':{'Value':false,'Confidence':'@percent'},"
            + "'EyeDirection':{'Yaw':1,'Pitch':2,'Confidence':'@percent'}}";
    private static final String KNOWN_FACE = "{'FaceId':'@new','BoundingBox':" + BOX
            + ",'ImageId':'@new','ExternalImageId':'picture-1','Confidence':'@percent','IndexFacesModelVersion':'7.0','UserId':'user-1'}";
    private static final String MATCH = "{'Similarity':'@percent','Face':" + KNOWN_FACE + '}';
    private static final String AZURE_FACE =
            "{'faceId':'@new','recognitionModel':'recognition_04','faceRectangle':{'top':10,'left':20,'width':30,'height':40},"
                + "'faceLandmarks':{'pupilLeft':{'x':1.5,'y':2},'pupilRight':{'x':3,'y':4}},'faceAttributes':{'age':31.0,'gender':'female','smile':'@ratio','glasses':'NoGlasses',"
                + "'headPose':{'pitch':0,'roll':1.1,'yaw':-2},'emotion':{'anger':0.1,'happiness':0.9},'facialHair':{'beard':0.1,'moustache':0,'sideburns':0},'hair':{'bald':0.1,'hairColor':[{'color':'brown','confidence':1}]},"
                + "'makeup':{'eyeMakeup':true},'occlusion':{'eyeOccluded':false},'accessories':[{'type':'glasses','confidence':1}],'mask':{'type':'noMask','noseAndMouthCovered':false},'qualityForRecognition':'high'}}";
    private static final String GOOGLE_FACE =
            "{'boundingPoly':{'vertices':[{'x':1,'y':2},{'x':30,'y':40}]},'landmarks':[{'type':'LEFT_EYE','position':{'x':1.5,'y':2,'z':0}}],'rollAngle':1.25,"
                + "'detectionConfidence':'@ratio','landmarkingConfidence':'@ratio','joyLikelihood':'VERY_LIKELY','sorrowLikelihood':'UNLIKELY','angerLikelihood':'UNLIKELY','headwearLikelihood':'POSSIBLE','blurredLikelihood':'UNLIKELY'}";
    private static final String COMPRE_FACE =
            "{'box':{'probability':'@ratio','x_max':30,'y_max':40,'x_min':1,'y_min':2},'age':{'probability':'@ratio','high':32,'low':25},'gender':{'probability':'@ratio','value':'female'},"
                + "'mask':{'probability':'@ratio','value':'without_mask'},'embedding':[0.1,-0.2],'landmarks':[[1,2],[3,4]],'pose':{'pitch':0.1,'roll':0.2,'yaw':0.3},'execution_time':{'age':1.0},'subjects':[{'similarity':'@ratio','subject':'@subject'},{'similarity':'@ratio','subject':'6.hope-1.Jane'}],'similarity':'@ratio'}";

    /** Patterns on method, path and Amazon's operation. The first match counts; the last matches everything. */
    private static final String TABLE = """
        \\.DetectFaces|{'FaceDetails':[FACE,FACE],'OrientationCorrection':'ROTATE_0'}
        \\.CompareFaces|{'SourceImageFace':{'BoundingBox':BOX,'Confidence':'@percent'},'FaceMatches':[{'Similarity':'@percent','Face':FACE},{'Similarity':'@percent','Face':FACE}],'UnmatchedFaces':[FACE]}
        \\.IndexFaces|{'FaceRecords':[{'Face':KNOWN,'FaceDetail':FACE}],'UnindexedFaces':[{'Reasons':['LOW_SHARPNESS'],'FaceDetail':FACE}],'FaceModelVersion':'7.0'}
        \\.SearchFaces|{'SearchedFaceBoundingBox':BOX,'SearchedFaceConfidence':'@percent','FaceMatches':[MATCH,MATCH,MATCH],'FaceModelVersion':'7.0'}
        \\.SearchUsers|{'UserMatches':[{'Similarity':'@percent','User':{'UserId':'user-1','UserStatus':'ACTIVE'}}],'FaceModelVersion':'7.0','SearchedFace':{'FaceDetail':FACE,'FaceId':'@new'}}
        \\.ListFaces|{'Faces':[KNOWN,KNOWN],'NextToken':'@new','FaceModelVersion':'7.0'}
        \\.ListCollections|{'CollectionIds':['@CollectionId','@CollectionId','somebody-elses'],'FaceModelVersions':['7.0','7.0','6.0'],'NextToken':'@new'}
        \\.CreateCollection|{'CollectionArn':'arn:aws:rekognition:us-east-1:123456789012:collection/@CollectionId','StatusCode':200,'FaceModelVersion':'7.0'}
        \\.DescribeCollection|{'FaceCount':2,'FaceModelVersion':'7.0','CollectionARN':'arn:aws:rekognition:us-east-1:123456789012:collection/@CollectionId','CreationTimestamp':1690000000.5,'UserCount':1}
        \\.DeleteFaces|{'DeletedFaces':['@FaceId'],'UnsuccessfulFaceDeletions':[]}
        \\.RecognizeCelebrities|{'CelebrityFaces':[{'Urls':['www.example.org'],'Name':'A','Id':'1XJ5dK1a','Face':FACE,'MatchConfidence':'@percent','KnownGender':{'Type':'Male'}}],'UnrecognizedFaces':[FACE]}
        \\.GetCelebrityInfo|{'Urls':['www.example.org'],'Name':'A','KnownGender':{'Type':'Male'}}
        \\.DetectLabels|{'Labels':[{'Name':'Person','Confidence':'@percent','Instances':[{'BoundingBox':BOX}],'Parents':[]}],'LabelModelVersion':'3.0'}
        \\.(CreateStreamProcessor)|{'StreamProcessorArn':'arn:aws:rekognition:us-east-1:123456789012:streamprocessor/@Name'}
        \\.ListStreamProcessors|{'StreamProcessors':[{'Name':'@Name','Status':'STOPPED'},{'Name':'elses','Status':'RUNNING'}],'NextToken':'@new'}
        \\.CreateFaceLivenessSession|{'SessionId':'@new'}
        \\.GetFaceLivenessSessionResults|{'SessionId':'@SessionId','Status':'SUCCEEDED','Confidence':'@percent','ReferenceImage':{'Bytes':'iVBORw0KGgo=','BoundingBox':BOX},'AuditImages':[]}
        \\.CreateProject\\b|{'ProjectArn':'arn:aws:rekognition:us-east-1:123456789012:project/project-1/1690000000000'}
        \\.(CreateProjectVersion|CopyProjectVersion)|{'ProjectVersionArn':'arn:aws:rekognition:us-east-1:123456789012:project/project-1/version/v1/1690000000002'}
        \\.CreateDataset|{'DatasetArn':'arn:aws:rekognition:us-east-1:123456789012:project/project-1/dataset/train/1690000000003'}
        \\.DescribeProjects|{'ProjectDescriptions':[{'ProjectArn':'arn:aws:rekognition:us-east-1:123456789012:project/project-1/1690000000000','Status':'CREATED'}],'NextToken':'@new'}
        \\.StartMedia|{'JobId':'@new'}
        \\.Start(Face|Celebrity|Content|Label|Person|Segment|Text)|{'JobId':'@new'}
        \\.GetFaceDetection|{'JobStatus':'SUCCEEDED','NextToken':'@new','Faces':[{'Timestamp':1,'Face':FACE}],'JobId':'@JobId','VideoMetadata':{'Codec':'h264'}}
        \\.GetFaceSearch|{'JobStatus':'SUCCEEDED','NextToken':'@new','Persons':[{'Timestamp':1,'Person':{'Index':0,'BoundingBox':BOX,'Face':FACE},'FaceMatches':[MATCH]}],'JobId':'@JobId'}
        \\.Get|{'JobStatus':'SUCCEEDED','JobId':'@JobId','NextToken':'@new'}
        RekognitionService|{}
        POST /face/[^/]*/detect\\b|[AZURE,AZURE]
        POST /face/[^/]*/verify|{'isIdentical':true,'confidence':'@ratio'}
        POST /face/[^/]*/identify|[{'faceId':'@faceId','candidates':[{'personId':'@personId','confidence':'@ratio'}]}]
        POST /face/[^/]*/findsimilars|[{'faceId':'@faceId','persistedFaceId':'@new','confidence':'@ratio'},{'persistedFaceId':'@new','confidence':'@ratio'}]
        POST /face/[^/]*/group|{'groups':[['@faceId','@faceId']],'messyGroup':['@faceId']}
        POST /face/.*persistedfaces|{'persistedFaceId':'@new'}
        POST /face/.*persons\\b|{'personId':'@new'}
        POST /face/.*[sS]essions|{'sessionId':'@new','authToken':'token','status':'NotStarted'}
        GET /face/.*[sS]essions/[^/]+$|{'sessionId':'@new','status':'Succeeded','results':{'attempts':[{'attemptId':1,'attemptStatus':'Succeeded','result':{'livenessDecision':'realface','digest':'D','sessionImageId':'@new','targets':{'color':{'faceRectangle':{'top':1,'left':2,'width':3,'height':4}}}},'verifyResult':{'matchConfidence':'@ratio','isIdentical':true}}]}}
        GET /face/.*[sS]essions$|[{'id':'@new','createdDateTime':'2026-01-01T00:00:00Z','sessionExpired':false}]
        GET /face/[^/]*/facelists$|[{'faceListId':'@facelists','name':'n','userData':'u'},{'faceListId':'elses','name':'n'}]
        GET /face/[^/]*/largefacelists$|[{'largeFaceListId':'@largefacelists','name':'n'},{'largeFaceListId':'elses','name':'n'}]
        GET /face/[^/]*/persongroups$|[{'personGroupId':'@persongroups','name':'n'},{'personGroupId':'elses','name':'n'}]
        GET /face/[^/]*/largepersongroups$|[{'largePersonGroupId':'@largepersongroups','name':'n'}]
        GET /face/[^/]*/dynamicpersongroups$|[{'dynamicPersonGroupId':'@dynamicpersongroups','name':'n'}]
        GET /face/[^/]*/facelists/[^/]+$|{'faceListId':'@facelists','name':'n','userData':'u','persistedFaces':[{'persistedFaceId':'@new','userData':'jane'}]}
        GET /face/.*persons$|[{'personId':'@persons','name':'Jane','persistedFaceIds':['@new']}]
        GET /face/.*persistedfaces$|[{'persistedFaceId':'@new','userData':'u'}]
        GET /face/.*training|{'status':'succeeded','createdDateTime':'2026-01-01T00:00:00Z'}
        GET /face|{'name':'n','userData':'u','personId':'@persons','status':'succeeded'}
        imageanalysis|{'modelVersion':'2024-02-01','metadata':{'width':40,'height':40},'peopleResult':{'values':[{'boundingBox':{'x':1,'y':2,'w':3,'h':4},'confidence':'@ratio'}]},'captionResult':{'text':'a person','confidence':'@ratio'},'tagsResult':{'values':[{'name':'person','confidence':'@ratio'}]},'readResult':{'blocks':[]}}
        /vision/|{'faces':[{'age':31,'gender':'Female','faceRectangle':{'left':1,'top':2,'width':3,'height':4}}],'categories':[{'name':'people_','score':'@ratio','detail':{'celebrities':[{'name':'A','confidence':'@ratio'}]}}],'adult':{'isAdultContent':false,'adultScore':'@ratio'},'tags':[{'name':'person','confidence':'@ratio'}],'description':{'tags':['person'],'captions':[{'text':'A person','confidence':'@ratio'}]},'result':{'celebrities':[{'name':'A','confidence':'@ratio'}]},'requestId':'@new','metadata':{'height':40,'width':40,'format':'Png'},'modelVersion':'2021-05-01'}
        POST /v1[^/]*/.*(images|files):annotate|{'responses':[{'faceAnnotations':[GOOGLE],'labelAnnotations':[{'mid':'/m/01g317','description':'Person','score':'@ratio'}],'webDetection':{'webEntities':[{'entityId':'/m/1','score':'@ratio','description':'A'}]},'undocumented':1,'context':{'uri':'gs://x'}}]}
        POST /v1.*asyncBatch|{'name':'operations/@digits'}
        GET /v1[^/]*/operations\\b$|{'operations':[{'name':'operations/@operations','done':true},{'name':'operations/elses'}],'nextPageToken':'@new'}
        GET /v1.*operations/|{'name':'operations/@operations','done':true,'response':{'@type':'type.googleapis.com/google.cloud.vision.v1.AsyncBatchAnnotateImagesResponse','outputConfig':{'gcsDestination':{'uri':'gs://results/x/'}}}}
        GET /v1|{'name':'projects/facegate-test/locations/us/products/p','displayName':'Shoes','productSets':[],'products':[]}
        POST /api/v1/detection|{'result':[COMPRE,COMPRE],'plugins_versions':{'age':'v'}}
        POST /api/v1/verification|{'result':[{'source_image_face':COMPRE,'face_matches':[COMPRE]}]}
        POST /api/v1/recognition/(recognize|faces/[^/]+/verify)|{'result':[COMPRE]}
        POST /api/v1/recognition/embeddings|{'result':[{'embedding':[0.1],'similarities':[{'subject':'@subject','similarity':'@ratio'}]}]}
        POST /api/v1/recognition/faces/delete|{'faces':[{'image_id':'@new','subject':'@subject'}]}
        POST /api/v1/recognition/faces|{'image_id':'@new','subject':'@subject'}
        GET /api/v1/recognition/faces\\b$|{'faces':[{'image_id':'@new','subject':'@subject'},{'image_id':'@new','subject':'5.elses.Jane'}],'page_number':0,'page_size':20,'total_pages':1,'total_elements':2}
        GET /api/v1/recognition/subjects|{'subjects':['@subject','5.elses.Jane']}
        /api/v1/recognition/subjects|{'subject':'@subject','updated':true,'deleted':1}
        DELETE /api/v1/recognition/faces|{'deleted':1,'image_id':'@new','subject':'@subject'}
        GET /api/v1|{'clientMaxFileSize':5242880,'clientMaxBodySize':10485760,'status':'OK','saveImagesToDB':true}
        .|{}
        """;

    private record Row(Pattern request, JsonNode reply) {}

    private final List<Row> rows = new ArrayList<>();
    private final Map<String, List<String>> named = new HashMap<>();

    VendorReplies() throws JsonProcessingException {
        for (var line : TABLE.lines().toList()) {
            int bar = line.indexOf("|{") < 0 ? line.indexOf("|[") : line.indexOf("|{");
            bar = line.contains("|[") ? Math.min(bar, line.indexOf("|[")) : bar;
            var json = line.substring(bar + 1)
                    .replace("KNOWN", KNOWN_FACE)
                    .replace("MATCH", MATCH)
                    .replace("AZURE", AZURE_FACE)
                    .replace("GOOGLE", GOOGLE_FACE)
                    .replace("COMPRE", COMPRE_FACE)
                    .replaceAll("\\bFACE\\b", FACE)
                    .replaceAll("\\bBOX\\b", BOX)
                    .replace('\'', '"');
            rows.add(new Row(Pattern.compile(line.substring(0, bar)), JSON.readTree(json)));
        }
    }

    /** The reply to a request. Remembers the names in the request for later replies. */
    JsonNode reply(Random random, String request, byte[] body) {
        notePath(request);
        noteBody(body);
        for (var row : rows) {
            if (row.request().matcher(request).find()) {
                return filled(random, row.reply());
            }
        }
        throw new IllegalStateException("no reply to " + request);
    }

    private void notePath(String request) {
        for (var at = IN_PATH.matcher(request); at.find(); ) {
            note(at.group(1), at.group(2));
        }
    }

    private void noteBody(byte[] body) {
        if (body.length > 1 && body[0] == '{') {
            try {
                JSON.readTree(body).properties().forEach(field -> {
                    if (field.getValue().isTextual()
                            && field.getValue().textValue().length() < 200) {
                        note(field.getKey(), field.getValue().textValue());
                    }
                });
            } catch (java.io.IOException unreadable) {
                // A body that is not JSON names nothing.
                return;
            }
        }
    }

    private void note(String name, String value) {
        var values = named.computeIfAbsent(name, one -> new ArrayList<>());
        if (values.size() >= REMEMBERED) {
            values.removeFirst();
        }
        values.add(value);
    }

    private JsonNode filled(Random random, JsonNode template) {
        if (template.isObject()) {
            var copy = JSON.createObjectNode();
            template.properties().forEach(field -> copy.set(field.getKey(), filled(random, field.getValue())));
            return copy;
        }
        if (template.isArray()) {
            var copy = JSON.createArrayNode();
            template.forEach(item -> copy.add(filled(random, item)));
            return copy;
        }
        var text = template.textValue();
        int at = text == null ? -1 : text.indexOf('@');
        if (at < 0 || text.startsWith("type.")) {
            return template;
        }
        return switch (text.substring(at + 1)) {
            case "ratio" -> JSON.getNodeFactory().numberNode(random.nextInt(1_000_001) / 1e6);
            case "percent" -> JSON.getNodeFactory().numberNode(random.nextInt(100_000_001) / 1e6);
            case "digits" -> new TextNode(text.substring(0, at) + Math.abs(random.nextLong()));
            default -> new TextNode(text.substring(0, at) + name(random, text.substring(at + 1)));
        };
    }

    private String name(Random random, String name) {
        var values = named.get(name);
        return values == null || random.nextInt(5) == 0
                ? GeneratedIds.VENDOR
                        + String.format(
                                "-%04x-4000-8000-%012x", random.nextInt(0x10000), random.nextLong() & 0xFFFFFFFFFFFFL)
                : values.get(random.nextInt(values.size()));
    }
}
