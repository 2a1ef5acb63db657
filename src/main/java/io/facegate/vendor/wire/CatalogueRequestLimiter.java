package io.facegate.vendor.wire;

import io.facegate.call.Obligations;
import io.facegate.catalogue.ApiCatalogue;
import io.facegate.catalogue.ObligationTargets.MaxResults;
import io.facegate.catalogue.VendorOperation;
import io.facegate.catalogue.VendorOperation.SimilarityParameter;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Request limiter: makes a call ask its vendor for no more than its obligations allow. The catalogue names the
 * parameters; a wire says in which form they stand in a request.
 */
public final class CatalogueRequestLimiter {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,16})?");

    private final ApiCatalogue catalogue;
    private final VendorOperation operation;
    private final Obligations obligations;

    public CatalogueRequestLimiter(ApiCatalogue catalogue, VendorOperation operation, Obligations obligations) {
        this.catalogue = catalogue;
        this.operation = operation;
        this.obligations = obligations;
    }

    /** Limits the parameters of a query; lists in them are separated by commas. */
    public void limitQuery(Map<String, String> query) {
        var route = operation.route();
        if (route != null) {
            limitText(query, route.query()::contains);
        }
    }

    /** Limits the texts of a form, which are like those of a query. */
    public void limitForm(Map<String, ? super String> form) {
        limitText(form, operation.parameters()::contains);
    }

    /** Limits the numbers of a JSON body. A list of attributes in it is left to the wire. */
    public void limitBody(Map<String, @Nullable Object> body) {
        limitNumbers(new Parameters(
                operation.parameters()::contains,
                body::get,
                value -> value instanceof Number number ? number : null,
                body::put));
    }

    private void limitText(Map<String, ? super String> text, Predicate<String> standsHere) {
        limitNumbers(new Parameters(
                standsHere,
                text::get,
                value -> parse(String.valueOf(value)),
                (name, number) -> text.put(name, number.toString())));
        for (var parameter : catalogue.words().parameters()) {
            if (standsHere.test(parameter) && text.get(parameter) instanceof String asked) {
                removeRedacted(text, parameter, asked);
            }
        }
    }

    private static @Nullable Number parse(String text) {
        if (!NUMBER.matcher(text).matches()) {
            return null;
        }
        return text.contains(".") ? (Number) Double.valueOf(text) : (Number) Long.valueOf(text);
    }

    /** Removes redacted words and unknown ones. Without any left, the vendor's default applies. */
    private void removeRedacted(Map<String, ? super String> text, String parameter, String asked) {
        var left = Arrays.stream(asked.split(",", -1))
                .filter(word -> isAllowed(parameter, word))
                .toList();
        if (left.isEmpty()) {
            text.remove(parameter);
        } else {
            text.put(parameter, String.join(",", left));
        }
    }

    private boolean isAllowed(String parameter, String word) {
        var reveals = catalogue.words().capabilities(parameter, word);
        return reveals != null && reveals.stream().noneMatch(obligations::redacts);
    }

    private void limitNumbers(Parameters parameters) {
        var least = obligations.minSimilarity();
        var similarity = operation.similarity();
        if (least != null && similarity != null && parameters.standsHere.test(similarity.name())) {
            raise(parameters, similarity, catalogue.toVendorScale(least).doubleValue());
        }
        var most = obligations.maxResults();
        var results = operation.enforcement().most();
        if (most != null && results != null && parameters.standsHere.test(results.name())) {
            lower(parameters, results, Math.min(most, results.limit().orElse(most)));
        }
    }

    private void raise(Parameters parameters, SimilarityParameter similarity, double least) {
        var given = parameters.get.apply(similarity.name());
        var asked = given == null ? null : parameters.read.apply(given);
        // A default that is not documented may be below the minimum.
        boolean high = given == null
                ? similarity.vendorDefault().orElse(-1) >= least
                : asked != null && asked.doubleValue() >= least && asked.doubleValue() <= catalogue.similarityMaximum();
        if (!high) {
            parameters.put.accept(similarity.name(), least);
        }
    }

    private static void lower(Parameters parameters, MaxResults results, long most) {
        var given = parameters.get.apply(results.name());
        boolean low = given == null
                ? results.vendorDefault().orElse(Integer.MAX_VALUE) <= most
                : parameters.read.apply(given) instanceof Long asked && asked >= 1 && asked <= most;
        if (!low) {
            parameters.put.accept(results.name(), most);
        }
    }

    /** Parameters in the form in which they stand in a request; a value that {@code read} finds no number in is replaced. */
    private record Parameters(
            Predicate<String> standsHere,
            Function<String, @Nullable Object> get,
            Function<Object, @Nullable Number> read,
            BiConsumer<String, Number> put) {}
}
