package io.facegate.vendor.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.call.Capability;
import io.facegate.call.Obligations;
import io.facegate.catalogue.ApiCatalogue;
import io.facegate.catalogue.ReplyFields;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Response filter: rebuilds a vendor's reply from the fields that its catalogue names, without those that obligations
 * withhold. For APIs whose fields mean the same wherever they stand.
 */
public final class CatalogueResponseFilter {
    /** The name of the whole reply, which no field has. */
    private static final String REPLY = "";

    private final ApiCatalogue catalogue;
    private final ReplyFields fields;
    private final Set<Capability> cleared;
    private final Obligations obligations;
    private final BigDecimal least;
    private final BigDecimal greatest;
    private final int most;

    /** @param cleared the capabilities of the call; they limit the reply where the vendor returns more than requested */
    public CatalogueResponseFilter(ApiCatalogue catalogue, Set<Capability> cleared, Obligations obligations) {
        this.catalogue = catalogue;
        this.fields = catalogue.fields();
        this.cleared = Set.copyOf(cleared);
        this.obligations = obligations;
        this.least = catalogue.toVendorScale(Objects.requireNonNullElse(obligations.minSimilarity(), 0.0));
        this.greatest = catalogue.toVendorScale(1);
        this.most = Objects.requireNonNullElse(obligations.maxResults(), Integer.MAX_VALUE);
    }

    /**
     * Filters a body.
     *
     * @throws io.facegate.call.Fault.ProviderDown if it is not a reply of the API
     */
    public byte[] filterReply(byte[] body) {
        return ReplyJson.write(
                fields.answersLists()
                        ? value(REPLY, ReplyJson.read(body), Set.of())
                        : object(ReplyJson.object(body), Set.of()));
    }

    private boolean isResults(String name) {
        return name.equals(REPLY) || fields.results().contains(name);
    }

    /** @param around the lists of results that it stands in */
    private JsonNode value(String name, JsonNode from, Set<String> around) {
        if (ErrorBodyFilter.ERRORS.contains(name)) {
            return ErrorBodyFilter.filter(from);
        }
        boolean whole = fields.whole().contains(name);
        return switch (from) {
            case ArrayNode list when !whole || isResults(name) -> list(name, list, around);
            case ObjectNode object when !whole -> object(object, around);
            default -> whole ? withoutKnown(from.deepCopy()) : from;
        };
    }

    /** Removes from what is otherwise given as the vendor wrote it all that obligations or owners could withhold. */
    private JsonNode withoutKnown(JsonNode from) {
        if (from instanceof ObjectNode object) {
            object.remove(object.properties().stream()
                    .map(Map.Entry::getKey)
                    .filter(this::isWithheld)
                    .toList());
        }
        from.forEach(this::withoutKnown);
        return from;
    }

    private boolean isWithheld(String member) {
        var reveals = Objects.requireNonNullElse(fields.revealedCapabilities(member), Set.<Capability>of());
        return isResults(member)
                || fields.objects().contains(member)
                || catalogue.resources().containsKey(member)
                || !reveals.stream().allMatch(this::isCleared);
    }

    private ArrayNode list(String name, ArrayNode from, Set<String> around) {
        var kept = ReplyJson.array();
        int bound = isResults(name) ? most : Integer.MAX_VALUE;
        var inside = new HashSet<>(around);
        inside.add(name);
        for (var item : from) {
            if (kept.size() < bound && isAllowed(name, item)) {
                kept.add(value(name, item, inside));
            }
        }
        return kept;
    }

    private boolean isAllowed(String list, JsonNode item) {
        if (fields.objects().contains(list) && !item.isObject()) {
            return false;
        }
        // A nested list would hide the number of results.
        return !isResults(list) || (!item.isArray() && reachesMinimum(list, item));
    }

    private boolean reachesMinimum(String list, JsonNode item) {
        var similarity = fields.similarity();
        if (similarity == null || obligations.minSimilarity() == null || !isScored(similarity, list, item)) {
            return true;
        }
        var score = item.path(similarity.field());
        return isEnough(score);
    }

    /** A similarity above the greatest is none. */
    private boolean isEnough(JsonNode score) {
        return score.isNumber()
                && score.decimalValue().compareTo(least) >= 0
                && score.decimalValue().compareTo(greatest) <= 0;
    }

    private static boolean isScored(ReplyFields.Similarity similarity, String list, JsonNode item) {
        return similarity.lists().isEmpty()
                ? item.has(similarity.field())
                        && (similarity.beside().isEmpty()
                                || similarity.beside().stream().anyMatch(item::has))
                : similarity.lists().contains(list);
    }

    private ObjectNode object(ObjectNode from, Set<String> around) {
        var kept = ReplyJson.object();
        for (var field : from.properties()) {
            // Results inside of a result would multiply their number.
            boolean again = isResults(field.getKey()) && around.contains(field.getKey());
            if (!again && isGiven(field.getKey(), field.getValue())) {
                kept.set(field.getKey(), value(field.getKey(), field.getValue(), around));
            }
        }
        limitComparison(from, kept);
        return kept;
    }

    private boolean isGiven(String field, JsonNode value) {
        var reveals = fields.revealedCapabilities(field);
        return reveals != null
                && reveals.stream().allMatch(this::isCleared)
                && (value.isArray() || value.isNull() || !fields.results().contains(field))
                && (value.isContainerNode() || !fields.objects().contains(field));
    }

    private boolean isCleared(Capability revealed) {
        return !obligations.redacts(revealed)
                && (!fields.unrequested() || cleared.stream().anyMatch(revealed::isWithin));
    }

    /** A comparison by itself stays in a reply; below the minimum it says that the faces have nothing in common. */
    private void limitComparison(ObjectNode from, ObjectNode kept) {
        var similarity = fields.similarity();
        var alone = similarity == null ? null : similarity.alone();
        if (similarity != null
                && alone != null
                && from.has(alone)
                && obligations.minSimilarity() != null
                && !isEnough(from.path(similarity.field()))) {
            kept.put(alone, false).put(similarity.field(), 0);
        }
    }
}
