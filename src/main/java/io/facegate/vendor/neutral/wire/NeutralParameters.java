package io.facegate.vendor.neutral.wire;

import io.facegate.call.Capability;
import io.facegate.call.CrossVendorRoute.Given;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply.Failure;
import io.facegate.call.SimilarityScale;
import io.facegate.catalogue.SimilarityScales;
import io.facegate.vendor.wire.InvalidRequestException;
import io.facegate.vendor.wire.PictureLimits;
import io.facegate.vendor.wire.StrictJson.Blob;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Typed parameters of a body and a query, checked against the neutral API's limits. */
record NeutralParameters(Map<String, @Nullable Object> body, Map<String, String> query) {
    private static final Pattern EXTERNAL_ID = Pattern.compile("[a-zA-Z0-9_.\\-:]{1,255}");
    /** Syntax check only; whether the URL may be fetched is checked later. */
    private static final Pattern WEB = Pattern.compile(
            "(?i)https://[^\\s\\p{Cntrl}/?#@:%\\[\\]\\\\]+(:[0-9]+)?([/?][A-Za-z0-9._~!$&'()*+,;=:@/?%-]*)?");

    private static final String URL = "url";
    private static final String ATTRIBUTES = "attributes";
    private static final String ANALYZE = "analyze.";
    private static final String KNOWN = Arrays.stream(Capability.values())
            .map(Capability::code)
            .filter(code -> code.startsWith(ANALYZE))
            .map(code -> code.substring(ANALYZE.length()))
            .collect(Collectors.joining(", "));
    private static final int MOST = 4096;
    private static final int MOST_FACES = 100;
    private static final int PAGE = 1000;
    static final List<String> IMAGES = List.of("image", "source", "target");
    static final PictureLimits LIMITS = new PictureLimits(5_242_880, 50_000_000);

    /** Returns the picture under a key. */
    Picture picture(String key) {
        if (!(body.get(key) instanceof Map<?, ?> image) || image.size() != 1) {
            throw new InvalidRequestException(
                            key + " must be an object with the picture's base64 under bytes, or its URL under url.")
                    .withParameter(key);
        }
        var where = image.containsKey(URL) ? URL : "bytes";
        if (image.get(where) instanceof NormalizedRequest.Flawed(var kind, var message, var _)) {
            throw new InvalidRequestException(kind, message).withParameter(key + '/' + where);
        }
        if (!(image.get(where) instanceof Blob blob)) {
            throw new InvalidRequestException(key + " must have a string under " + where + '.')
                    .withParameter(key + '/' + where);
        }
        try {
            return LIMITS.read(blob.bytes()).withBase64(blob.base64());
        } catch (InvalidRequestException flaw) {
            throw flaw.withParameter(key + '/' + where);
        }
    }

    /** Returns the URLs of pictures, by key. */
    SequencedMap<String, String> urls() {
        var urls = new LinkedHashMap<String, String>();
        for (var key : IMAGES) {
            if (body.get(key) instanceof Map<?, ?> image && image.size() == 1 && image.get(URL) instanceof String url) {
                urls.put(key, url);
            }
        }
        return urls;
    }

    /** Returns the error of the first malformed URL, or null. */
    static @Nullable InvalidRequestException findMalformedUrl(Map<String, String> urls) {
        for (var url : urls.entrySet()) {
            if (!WEB.matcher(url.getValue()).matches()) {
                return new InvalidRequestException(
                                Failure.INVALID_URL,
                                url.getKey()
                                        + ".url must be https://HOST/…, without user or #, and with characters that"
                                        + " are not allowed in a URL as %XX.")
                        .withParameter(url.getKey() + '/' + URL);
            }
        }
        return null;
    }

    /** Returns the parameters with the results of fetching those pictures. */
    NeutralParameters withFetched(List<NormalizedRequest.FetchedPicture> each) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(body);
        var withPictures = each.iterator();
        urls().keySet()
                .forEach(key -> all.put(
                        key,
                        Map.of(
                                URL,
                                switch (withPictures.next()) {
                                    case NormalizedRequest.PictureBytes(var bytes) -> new Blob(bytes, null);
                                    case NormalizedRequest.Flawed flawed -> flawed;
                                })));
        return new NeutralParameters(all, query);
    }

    /** Returns the capabilities of the requested attributes. */
    Set<Capability> attributes() throws BadRequestException {
        if (!(body.get(ATTRIBUTES) instanceof List<?> names) || names.isEmpty()) {
            throw new BadRequestException(
                    PreconditionFailure.UNKNOWN_VALUE,
                    "attributes must be a list of some of " + KNOWN + '.',
                    ATTRIBUTES);
        }
        var all = EnumSet.noneOf(Capability.class);
        for (int at = 0; at < names.size(); at++) {
            var attribute = Capability.fromCode(ANALYZE + names.get(at));
            if (attribute == null) {
                throw new BadRequestException(
                        PreconditionFailure.UNKNOWN_VALUE,
                        "There is no such attribute. The attributes are " + KNOWN + '.',
                        ATTRIBUTES + '/' + at);
            }
            all.add(attribute);
        }
        return all;
    }

    boolean has(String key) {
        return body.get(key) != null;
    }

    String name(String key) {
        if (body.get(key) instanceof String text && NeutralTarget.isName(text)) {
            return text;
        }
        throw new InvalidRequestException(key + NeutralTarget.NAMED).withParameter(key);
    }

    @Nullable
    String externalId() {
        var value = body.get("external_id");
        if (value == null
                || (value instanceof String text && EXTERNAL_ID.matcher(text).matches())) {
            return (String) value;
        }
        throw new InvalidRequestException(
                        "external_id must have 1 to 255 letters, digits, dots, colons, hyphens and underscores.")
                .withParameter("external_id");
    }

    int maxFaces() {
        return count("max_faces", MOST_FACES);
    }

    int maxResults(int otherwise) {
        return count("max_results", otherwise);
    }

    private int count(String key, int otherwise) {
        var value = body.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Long number && number >= 1 && number <= MOST) {
            return number.intValue();
        }
        throw new InvalidRequestException(key + " must be a whole number from 1 to " + MOST + ".").withParameter(key);
    }

    /** Returns the requested page of a list. */
    NormalizedRequest.Page page() {
        var most = query.getOrDefault("max_results", String.valueOf(PAGE));
        if (!most.matches("[1-9][0-9]{0,3}") || Integer.parseInt(most) > PAGE) {
            throw new InvalidRequestException("max_results must be a whole number from 1 to " + PAGE + ".")
                    .withParameter("max_results");
        }
        return new NormalizedRequest.Page(Integer.parseInt(most), query.get("token"));
    }

    /** Returns the threshold, or null when absent. It needs the comparable group of its scale to have a meaning. */
    @Nullable
    Given threshold() {
        var value = body.get("threshold");
        if (value == null) {
            return null;
        }
        if (!(value instanceof Map<?, ?> given) || !given.keySet().equals(Set.of("value", "comparable_group"))) {
            throw new InvalidRequestException(
                            "threshold must be an object with value and comparable_group, such as {\"value\": "
                                    + SimilarityScale.LOCAL.vendorDefault().orElseThrow() + ", \"comparable_group\": \""
                                    + SimilarityScale.LOCAL.group() + "\"}.")
                    .withParameter("threshold");
        }
        var scale = SimilarityScales.forGroup(String.valueOf(given.get("comparable_group")));
        if (scale == null) {
            throw new InvalidRequestException(
                            "No provider here has the comparable_group of this threshold. Each score names its own"
                                    + " comparable_group, such as "
                                    + SimilarityScale.LOCAL.group() + '.')
                    .withParameter("threshold/comparable_group");
        }
        if (given.get("value") instanceof Number number
                && number.doubleValue() >= 0
                && number.doubleValue() <= scale.maxScore()) {
            return new Given(scale.similarity(number.doubleValue()), scale.group());
        }
        throw new InvalidRequestException("threshold.value must be a number from 0 to " + scale.maxScore() + '.')
                .withParameter("threshold/value");
    }
}
