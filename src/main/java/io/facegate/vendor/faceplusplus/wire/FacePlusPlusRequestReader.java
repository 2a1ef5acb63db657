package io.facegate.vendor.faceplusplus.wire;

import io.facegate.call.CanonicalBase64;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.catalogue.VendorApi;
import io.facegate.catalogue.VendorOperation;
import io.facegate.vendor.wire.HttpCall;
import io.facegate.vendor.wire.InvalidRequestException;
import io.facegate.vendor.wire.PictureLimits;
import io.facegate.vendor.wire.RequestMistake;
import io.facegate.vendor.wire.RestRequestReader;
import io.facegate.vendor.wire.StrictJson.Unreadable;
import io.facegate.vendor.wire.StrictUri;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parser and classifier of one Face++ call. */
final class FacePlusPlusRequestReader {
    static final String VENDOR = "faceplusplus";
    static final String ATTRIBUTES = "return_attributes";

    /** The vendor's own limits for a file. */
    private static final PictureLimits LIMITS = new PictureLimits(2 * 1024 * 1024, 4096 * 4096);

    private static final String TOKEN = "[0-9A-Za-z_-]{1,64}";
    private static final String NAME = "[^\\p{Cntrl}^@,&=*'\"]";
    private static final String FACE_SET = "faceset_token";
    private static final String OUTER_ID = "outer_id";
    private static final String TOKENS = "face_tokens";

    /** What a value must be, and how a mistake says so. A picture is none of these. */
    private static final Map<String, List<String>> FORMS = Map.ofEntries(
            Map.entry("return_landmark", List.of("[012]", "0, 1 or 2")),
            Map.entry("calculate_all", List.of("[01]", "0 or 1")),
            Map.entry("check_empty", List.of("[01]", "0 or 1")),
            Map.entry("return_result_count", List.of("[1-5]", "a whole number from 1 to 5")),
            Map.entry("start", List.of("[1-9][0-9]{0,4}", "a whole number from 1")),
            Map.entry("beauty_score_min", List.of("[0-9]{1,2}|100", "a whole number from 0 to 100")),
            Map.entry("beauty_score_max", List.of("[0-9]{1,2}|100", "a whole number from 0 to 100")),
            Map.entry(TOKENS, List.of(TOKEN + "(," + TOKEN + "){0,999}", "tokens of faces, with commas")),
            Map.entry("face_token", List.of(TOKEN, "the token of a face")),
            Map.entry(FACE_SET, List.of(TOKEN, "the token of a face set")),
            Map.entry(OUTER_ID, List.of(NAME + "{1,255}", "a name without ^@,&=*' and quotes")),
            Map.entry("user_id", List.of(NAME + "{1,255}", "a name without ^@,&=*' and quotes")),
            Map.entry("display_name", List.of(NAME + "{0,256}", "a name without ^@,&=*' and quotes")),
            Map.entry("tags", List.of("(" + NAME + "|,){0,255}", "names with commas between them")),
            Map.entry("user_data", List.of(NAME + "{0,16384}", "a text without ^@,&=*' and quotes")));

    /** Of each group, an operation takes exactly one field. */
    private static final Map<String, List<List<String>>> ONE_OF = Map.of(
            "Detect", List.of(List.of("image_file")),
            "Compare", List.of(List.of("image_file1", "face_token1"), List.of("image_file2", "face_token2")),
            "Search", List.of(List.of("image_file", "face_token")),
            "GetFace", List.of(List.of("face_token")),
            "SetUserId", List.of(List.of("face_token"), List.of("user_id")),
            "AnalyzeFaces", List.of(List.of(TOKENS)),
            "AddFaces", List.of(List.of(TOKENS)),
            "RemoveFaces", List.of(List.of(TOKENS)));

    /** Templates of the faces of any picture are kept for 72 hours; no parameter leaves that off. */
    private static final Set<Capability> KEEPS = Set.of(Capability.ENROLL);

    private static final String NO_SETS = "keeps no face sets of this API";
    private static final int MOST_ADDED = 5;

    /** How long the embedded engine keeps the faces of a picture, where it may. */
    static final Duration KEPT_BY_ENGINE = Duration.ofDays(1);

    private FacePlusPlusRequestReader() {}

    static FaceCall read(HttpCall arrival) {
        return RestRequestReader.read(VENDOR, StrictUri.find(arrival, VendorApi.FACEPLUSPLUS.rest()), found -> {
            var operation =
                    VendorApi.FACEPLUSPLUS.requireOperation(found.route().operation());
            return withPictures(operation, parameters(arrival, operation));
        });
    }

    /** Returns the values of the form by name, without the credentials: texts, and bytes of pictures. */
    private static Map<String, @Nullable Object> parameters(HttpCall arrival, VendorOperation operation)
            throws Unreadable {
        RequestMistake.requireKnown(StrictUri.query(arrival).keySet(), Set.of());
        var form = FormFields.find(arrival);
        if (form == null) {
            throw new Unreadable(RequestMistake.malformedBody(
                    "The body must be one complete form (application/x-www-form-urlencoded or multipart/form-data),"
                            + " without compression, and with no field twice."));
        }
        var fields = new LinkedHashMap<>(form.byName());
        fields.remove(FacePlusPlusWire.KEY);
        fields.remove(FacePlusPlusWire.SECRET);
        RequestMistake.requireKnown(fields.keySet(), operation.parameters());
        var given = new LinkedHashMap<String, @Nullable Object>();
        for (var field : fields.entrySet()) {
            try {
                given.put(field.getKey(), value(form, field.getKey(), field.getValue()));
            } catch (IllegalArgumentException undecodable) {
                throw new Unreadable(
                        RequestMistake.malformedValue(field.getKey(), "", "a value that is encoded as its form says"));
            }
        }
        return given;
    }

    private static Object value(FormFields form, String name, FormFields.Field field) throws Unreadable {
        boolean isFile = name.startsWith("image_file");
        if (isFile != field.file()) {
            throw new Unreadable(RequestMistake.malformedValue(name, "", isFile ? "a file" : "a text, no file"));
        }
        if (isFile || name.startsWith("image_base64")) {
            return isFile ? form.bytes(field) : CanonicalBase64.decode(form.bytes(field));
        }
        var text = form.text(field);
        var taken = FORMS.get(name.replaceFirst("[12]$", ""));
        if (taken != null && !Pattern.matches(taken.getFirst(), text)) {
            throw new Unreadable(RequestMistake.unknownValue(name, text, taken.getLast()));
        }
        return text;
    }

    /** Reads bytes as pictures under the names of files; pictures at URLs are to be fetched. */
    private static FaceCall withPictures(VendorOperation operation, Map<String, @Nullable Object> given) {
        var all = new LinkedHashMap<String, @Nullable Object>();
        var urls = new LinkedHashMap<String, String>();
        try {
            for (var one : given.entrySet()) {
                var name = one.getKey().replaceFirst("^image_(url|base64_?)(?=[12]?$)", "image_file");
                var value = one.getValue() instanceof byte[] bytes ? LIMITS.read(bytes) : one.getValue();
                if (all.put(name, value) != null) {
                    throw new InvalidRequestException("COEXISTENCE_ARGUMENTS: one picture is given twice");
                }
                if (one.getKey().startsWith("image_url")) {
                    urls.put(name, String.valueOf(one.getValue()));
                }
            }
        } catch (InvalidRequestException flaw) {
            return classify(operation, Map.of(), Set.of()).withRequest(flaw.toFlawedRequest());
        }
        var call = classify(operation, all, urls.isEmpty() ? Set.of() : Set.of(FaceCall.Reference.WEB_PICTURE));
        return urls.isEmpty() || call.mistake() != null ? call : withUrls(operation, call, all, urls);
    }

    /** Returns the call whose pictures are fetched first, and which is then classified by them. */
    private static FaceCall withUrls(
            VendorOperation operation, FaceCall call, Map<String, @Nullable Object> all, Map<String, String> urls) {
        Map<String, @Nullable Object> without = new LinkedHashMap<>(all);
        without.keySet().removeAll(urls.keySet());
        return LIMITS.fetchFirst(call.withParams(without), List.copyOf(urls.values()), fetched -> {
            Map<String, @Nullable Object> whole = new LinkedHashMap<>(without);
            var each = fetched.iterator();
            urls.keySet().forEach(name -> whole.put(name, each.next()));
            return classify(operation, whole, call.facts().references());
        });
    }

    private static FaceCall classify(
            VendorOperation operation, Map<String, @Nullable Object> given, Set<FaceCall.Reference> references) {
        var capabilities = EnumSet.noneOf(Capability.class);
        capabilities.addAll(operation.capabilities());
        boolean pictures = hasPicture(given);
        if (pictures || (operation.name().equals("CreateFaceSet") && given.containsKey(TOKENS))) {
            capabilities.addAll(KEEPS);
        }
        var asked =
                given.get(ATTRIBUTES) instanceof String text && !text.isEmpty() ? text.split(",", -1) : new String[0];
        var words = VendorApi.FACEPLUSPLUS.catalogue().words();
        var mistake = RequestMistake.addRevealed(capabilities, words, ATTRIBUTES, List.of(asked));
        var target = picture(given, "image_file2");
        var crowd = target == null ? picture(given, "image_file1") : target;
        var facts = FaceCall.Facts.of(capabilities)
                .withUnrequested(pictures ? KEEPS : Set.of())
                .withCrowd(crowd == null ? Set.of() : operation.ifSeveral(), crowd)
                .inGallery((String) given.getOrDefault(OUTER_ID, given.get(FACE_SET)))
                .referringTo(references);
        var call =
                new FaceCall(VENDOR, operation.name(), facts, request(operation, given, KEPT_BY_ENGINE), given, null);
        return mistake == null ? call : call.withMistake(mistake.failure(), mistake.message());
    }

    /** Returns true if the form has a picture, or the URL of one. */
    private static boolean hasPicture(Map<String, @Nullable Object> given) {
        return given.keySet().stream().anyMatch(name -> name.startsWith("image_file"));
    }

    static @Nullable Picture picture(Map<String, @Nullable Object> given, String name) {
        return given.get(name) instanceof Picture picture ? picture : null;
    }

    /**
     * Returns the normalized request, or the flaw of one that the vendor would not take.
     *
     * @param kept how long temporary tokens of faces may be kept; zero makes none
     */
    static NormalizedRequest request(VendorOperation operation, Map<String, @Nullable Object> given, Duration kept) {
        try {
            requireFields(operation, given);
        } catch (InvalidRequestException flaw) {
            return flaw.toFlawedRequest();
        }
        var picture = picture(given, "image_file");
        return switch (operation.name()) {
            case "Detect" ->
                picture == null
                        ? vendorSpecific("fetches no picture", null)
                        : kept.isZero()
                                ? new NormalizedRequest.Detect(picture)
                                : new NormalizedRequest.DetectKeeping(picture, kept);
            case "Compare" -> compare(given);
            // A face of a picture has a token before the search.
            case "Search" -> vendorSpecific(NO_SETS, Capability.VIDEO_IDENTIFY);
            default -> vendorSpecific(NO_SETS, null);
        };
    }

    /** Each form is counted where many comparisons amount to a search. */
    private static NormalizedRequest compare(Map<String, @Nullable Object> given) {
        var first = picture(given, "image_file1");
        var second = picture(given, "image_file2");
        if (first != null && second != null) {
            return new NormalizedRequest.Compare(first, second, 0);
        }
        var picture = first == null ? second : first;
        var token = given.get("face_token1") instanceof String one ? one : String.valueOf(given.get("face_token2"));
        return picture == null
                ? new NormalizedRequest.CompareKept(token, String.valueOf(given.get("face_token2")))
                : new NormalizedRequest.CompareKeptFace(token, picture);
    }

    private static NormalizedRequest vendorSpecific(String what, @Nullable Capability aggregated) {
        return new NormalizedRequest.VendorSpecific("The embedded engine " + what + '.', aggregated);
    }

    private static void requireFields(VendorOperation operation, Map<String, @Nullable Object> given) {
        ONE_OF.getOrDefault(operation.name(), List.of()).forEach(names -> requireOne(given, names));
        if (operation.parameters().contains(FACE_SET)) {
            requireOne(given, List.of(FACE_SET, OUTER_ID));
        }
        boolean removes = operation.effect().act().stops();
        if (!removes && given.get(TOKENS) instanceof String tokens && tokens.split(",").length > MOST_ADDED) {
            throw new InvalidRequestException("INVALID_FACE_TOKENS_SIZE: at most " + MOST_ADDED + " are taken at once");
        }
    }

    private static void requireOne(Map<String, @Nullable Object> given, List<String> names) {
        var present = names.stream().filter(given::containsKey).toList();
        if (present.size() != 1) {
            throw new InvalidRequestException(
                    present.isEmpty()
                            ? "MISSING_ARGUMENTS: " + String.join(", ", names)
                            : "COEXISTENCE_ARGUMENTS: " + String.join(", ", present));
        }
    }
}
