package io.facegate.cli.registry;

import io.facegate.identity.RegisteredResource;
import io.facegate.registry.RegistryException.Unacceptable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The {@code --resource} options: resources that an organisation's calls may refer to. */
final class ResourceArguments {
    @Option(
            names = "--resource",
            paramLabel = "KIND:NAME",
            description = {
                "An external resource that its calls may point at, after you verified that it owns it: s3:BUCKET to"
                        + " read from, output:BUCKET to write to, role:ARN, topic:ARN, stream:ARN, key:ID; Google's"
                        + " buckets as url:gs://BUCKET and output:gs://BUCKET; a host whose pictures the gateway may"
                        + " fetch as url:https://HOST[:PORT]. Repeatable."
            })
    private List<String> resources = new ArrayList<>();

    boolean isGiven() {
        return !resources.isEmpty();
    }

    Set<RegisteredResource> read() {
        return resources.stream().map(ResourceArguments::known).collect(Collectors.toUnmodifiableSet());
    }

    private static RegisteredResource known(String written) {
        var resource = RegisteredResource.of(written);
        if (resource == null) {
            throw new Unacceptable(
                    "--resource takes KIND:NAME, such as s3:rescue-photos; the kinds are s3, output, role,"
                            + " topic, stream, key and url.");
        }
        return resource;
    }
}
