package io.facegate.catalogue;

import io.facegate.call.ResourceKind;
import io.facegate.catalogue.OperationEffect.Act;
import io.facegate.catalogue.OperationEffect.CollectionUse;
import io.facegate.catalogue.OperationEffect.Made;
import io.facegate.catalogue.OperationEffect.MixedList;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Loader of what operations do to stored resources. A field that an operation does not have is an error. */
final class OperationEffectReader {
    private OperationEffectReader() {}

    /** Reads the effect of one operation. */
    static OperationEffect read(MappingReader entry) {
        var act = entry.textOrNull("effect");
        var collection = entry.textOrNull("collection");
        return new OperationEffect(
                made(entry),
                act == null ? Act.USES : entry.constant("effect", act, Act.class),
                mixedList(entry.mappingOrNull("lists")),
                collection == null ? null : entry.constant("collection", collection, CollectionUse.class),
                entry.flag("reply_holds_names"),
                entry.flag("sole_owner_only"),
                entry.flag("read_only"));
    }

    private static ResourceKind kind(MappingReader entry) {
        return entry.constant("kind", entry.text("kind"), ResourceKind.class);
    }

    private static @Nullable Made made(MappingReader entry) {
        var makes = entry.mappingOrNull("makes");
        if (makes == null) {
            return null;
        }
        var days = makes.count("days");
        var later = entry.textOrNull("results_by");
        var readBy = makes.textOrNull("read_by");
        if (later != null && readBy != null) {
            throw makes.error("read_by", "excludes results_by");
        }
        var read = new Made(
                kind(makes),
                makes.text("field"),
                makes.flag("any_number"),
                days.isPresent() ? Duration.ofDays(days.getAsInt()) : null,
                Objects.requireNonNullElse(later == null ? readBy : later, ""));
        makes.end();
        return read;
    }

    private static @Nullable MixedList mixedList(@Nullable MappingReader lists) {
        if (lists == null) {
            return null;
        }
        var read = new MixedList(
                List.copyOf(lists.words("in")), kind(lists), Objects.requireNonNullElse(lists.textOrNull("field"), ""));
        lists.end();
        return read;
    }

    /** Reads the fields that name resources. */
    static Map<String, ResourceField> resources(MappingReader api) {
        return api.mapping("resource_fields")
                .each((name, field) -> new ResourceField(
                        kind(field),
                        Objects.requireNonNullElse(field.textOrNull("family"), ""),
                        field.flag("reply_only")));
    }

    /** Checks that every operation has the fields by which its effect names resources. */
    static void check(MappingReader api, ApiCatalogue read) {
        read.operations().values().forEach(operation -> {
            var mistake = findMistake(operation, read);
            if (mistake != null) {
                throw api.error("operations", "has " + operation.name() + " whose " + mistake);
            }
        });
        read.resources().forEach((name, field) -> {
            boolean taken = read.operations().values().stream()
                    .anyMatch(operation -> operation.takes(ResourceField.parameter(name)));
            if (taken == field.replyOnly()) {
                throw api.error(
                        "resource_fields", "has a field that " + (taken ? "an" : "no") + " operation takes: " + name);
            }
        });
    }

    private static @Nullable String findMistake(VendorOperation operation, ApiCatalogue api) {
        var effect = operation.effect();
        var makes = effect.makes();
        if (makes != null && !makes.onlyFor().isEmpty() && !api.operations().containsKey(makes.onlyFor())) {
            return "read_by is no operation: " + makes.onlyFor();
        }
        if (makes != null && !hasField(operation, api, makes)) {
            return "makes names a field that it does not have: " + makes.field();
        }
        var lists = effect.lists();
        if (lists != null && !hasList(operation, api, lists)) {
            return "lists names a field that it does not have: " + lists.fields() + ' ' + lists.item();
        }
        boolean free = effect.act() == Act.USES || effect.collection() != null || effect.soleOwnerOnly();
        return free || !api.resourcesOf(operation).isEmpty()
                ? null
                : "effect is on a resource, and none of its parameters is a resource field";
    }

    private static boolean hasField(VendorOperation operation, ApiCatalogue api, Made makes) {
        var shape = operation.enforcement().reply();
        return operation.newNameParameter() != null
                ? isOfKind(api.resources().get(makes.field()), makes.kind())
                : isInReply(api, shape, "", makes.field(), makes.kind());
    }

    private static boolean hasList(VendorOperation operation, ApiCatalogue api, MixedList lists) {
        var shape = operation.enforcement().reply();
        var first = lists.fields().isEmpty() ? "" : lists.fields().getFirst();
        return lists.fields().stream().allMatch(field -> isInReply(api, shape, "", field, lists.kind()))
                && (lists.item().isEmpty()
                        ? !first.isEmpty()
                        : isInReply(api, null, first, lists.item(), lists.kind()));
    }

    /** Returns true if a reply has the field: the one of that shape, else any. */
    private static boolean isInReply(
            ApiCatalogue api, @Nullable String shape, String parent, String field, ResourceKind kind) {
        var resource = api.resources().getOrDefault(field, api.resources().get(parent + '/' + field));
        boolean known = shape == null
                ? resource != null || api.fields().reveals().containsKey(field)
                : api.shapes().fieldsOf(shape).containsKey(field);
        return known && isOfKind(resource, kind);
    }

    private static boolean isOfKind(@Nullable ResourceField resource, ResourceKind kind) {
        return resource == null || resource.kind() == kind;
    }
}
