package io.facegate.usecase.lockdown.aws;

import io.facegate.call.Capability;
import io.facegate.catalogue.TrailVendor;
import io.facegate.catalogue.VendorOperation;
import io.facegate.usecase.lockdown.account.WildcardPattern;
import io.facegate.usecase.lockdown.account.WildcardSet;
import io.facegate.usecase.lockdown.aws.Authorization.Request;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * All face calls of the account: each operation in each region. Of operations and regions that no policy of the account
 * tells apart, one stands for all.
 */
final class RequestClasses {
    private static final String PREFIX = "rekognition:";

    /** What an operation may do and still be no face operation. */
    private static final Set<Capability> HARMLESS = EnumSet.of(
            Capability.NOT_FACE,
            Capability.JOB_RESULT,
            Capability.ANALYZE_LABELS,
            Capability.ADMIN,
            Capability.GALLERY_ERASE);

    private static final String REGION = "aws:RequestedRegion";

    private final AwsAccount account;
    private final List<FaceRequest> requests = new ArrayList<>();
    private final Set<String> operations = new TreeSet<>();
    private final Set<String> regions;

    /**
     * A face call.
     *
     * @param resources what its resource may be
     */
    record FaceRequest(String action, String region, List<List<WildcardSet>> resources) {
        Request of(RequestContext context) {
            return new Request(action, resources, context.with(REGION, region));
        }
    }

    RequestClasses(AwsAccount account, List<String> moreRegions) {
        this.account = account;
        this.regions = RekognitionRegions.of(account.naming().partition());
        regions.addAll(moreRegions);
        var shown = representatives(regions);
        for (var operation : representativeOperations()) {
            shown.forEach(region -> requests.add(new FaceRequest(
                    PREFIX + operation.name(), region, List.of(List.of(resources(operation, region))))));
        }
    }

    List<FaceRequest> requests() {
        return requests;
    }

    /** The names of all operations. */
    Set<String> operations() {
        return operations;
    }

    /** All regions. */
    Set<String> regions() {
        return regions;
    }

    /** True if the action is a face operation. */
    boolean isFace(String action) {
        return action.startsWith(PREFIX) && operations.contains(action.substring(PREFIX.length()));
    }

    private List<VendorOperation> representativeOperations() {
        var sets = account.statements().map(IamStatement::actions).distinct().toList();
        Map<String, VendorOperation> representatives = new LinkedHashMap<>();
        for (var api : TrailVendor.AWS.apis()) {
            for (var operation : api.catalogue().operations().values()) {
                if (!HARMLESS.containsAll(operation.capabilities())) {
                    operations.add(operation.name());
                    var told = new BitSet();
                    for (int at = 0; at < sets.size(); at++) {
                        told.set(at, sets.get(at).has(PREFIX + operation.name()));
                    }
                    representatives.putIfAbsent(told.toString() + kinds(operation), operation);
                }
            }
        }
        return List.copyOf(representatives.values());
    }

    private Set<String> representatives(Set<String> all) {
        var tests = account.statements()
                .flatMap(statement -> statement.conditions().stream())
                .filter(test -> test.key().equalsIgnoreCase(REGION))
                .distinct()
                .toList();
        var parts = account.statements()
                .flatMap(statement -> statement.resources().texts().stream())
                .map(text -> text.split(":", 5))
                .filter(words -> words.length == 5 && !words[3].isEmpty() && !words[3].equals("*"))
                .map(words -> words[3].contains("$") ? "*" : words[3])
                .distinct()
                .map(WildcardPattern::of)
                .toList();
        Map<String, String> representatives = new LinkedHashMap<>();
        for (var region : all) {
            var context = RequestContext.EMPTY.with(REGION, region);
            var told = tests.stream().map(test -> test.holds(context).name()).collect(Collectors.joining(","))
                    + parts.stream()
                            .map(part -> part.matches(region) ? "1" : "0")
                            .collect(Collectors.joining());
            representatives.putIfAbsent(told, region);
        }
        return new TreeSet<>(representatives.values());
    }

    /** The kinds of resource that an operation names; none for one whose resource is always {@code *}. */
    private static Set<String> kinds(VendorOperation operation) {
        var kinds = new TreeSet<String>();
        for (var parameter : operation.parameters()) {
            if (parameter.equals("CollectionId")) {
                kinds.add("collection/*");
            } else if (parameter.equals("Name")) {
                kinds.add("streamprocessor/*");
            } else if (parameter.matches(".*(Project|ProjectVersion|Dataset)Arn|ProjectName|Datasets")) {
                kinds.add("project/*");
            } else if (parameter.equals("ResourceArn")) {
                kinds.add("*");
            }
        }
        return kinds;
    }

    private WildcardSet resources(VendorOperation operation, String region) {
        var kinds = kinds(operation);
        if (kinds.isEmpty()) {
            return WildcardSet.only("*");
        }
        var naming = account.naming();
        var start = "arn:" + naming.partition() + ":rekognition:" + region + ':' + naming.id() + ':';
        return WildcardSet.of(kinds.stream().map(kind -> start + kind).toArray(String[]::new));
    }
}
