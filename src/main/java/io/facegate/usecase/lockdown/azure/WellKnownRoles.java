package io.facegate.usecase.lockdown.azure;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Roles that Microsoft built in, by their ids, for what a principal may assign to itself. */
final class WellKnownRoles {
    /** Roles that lead to face operations: by actions, by keys, or by assigning others. */
    static final List<AzureRole> LEADING = List.of(
            role("a97b65f3-24c7-4388-baec-2e87135dc908", "Cognitive Services User"),
            role("25fbc0a9-bd7c-42a3-aa1a-3b75d497ee68", "Cognitive Services Contributor"),
            role("9894cab4-e18a-44aa-828b-cb588cd6f2d7", "Cognitive Services Face Recognizer"),
            role("b59867f0-fa02-499b-be73-45a86b5b3e1c", "Cognitive Services Data Reader"),
            role("8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "Owner"),
            role("b24988ac-6180-42a0-ab88-20f7382dd24c", "Contributor"),
            role("18d7d88d-d35e-4fb5-a5c3-7773c20a72d9", "User Access Administrator"),
            role("f58310d9-a9f6-439a-9e8d-f62e7b41a168", "Role Based Access Control Administrator"));

    /** Roles that assign any other. */
    static final List<AzureRole> ASSIGNERS = of(
            "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
            "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
            "f58310d9-a9f6-439a-9e8d-f62e7b41a168");

    /** Roles that make an account and have its keys. */
    static final List<AzureRole> MAKERS =
            of("25fbc0a9-bd7c-42a3-aa1a-3b75d497ee68", "b24988ac-6180-42a0-ab88-20f7382dd24c");

    /** Roles that let an identity stand for tokens of somebody else. */
    static final List<AzureRole> FEDERATORS = List.of(
            role("e40ec5ca-96e0-45a2-b4ff-59039f2c2b59", "Managed Identity Contributor"),
            role("b24988ac-6180-42a0-ab88-20f7382dd24c", "Contributor"));

    /** The role that gives an identity to something that runs code. */
    static final AzureRole OPERATOR = role("f1a07417-d97a-45cb-824c-7a7467783830", "Managed Identity Operator");

    /** Roles that run code. */
    static final List<AzureRole> RUNNERS = List.of(
            role("9980e02c-c2be-4d73-94e8-173b1dc7cf3c", "Virtual Machine Contributor"),
            role("de139f84-1756-47ae-9be6-808fbbe84772", "Website Contributor"),
            role("b24988ac-6180-42a0-ab88-20f7382dd24c", "Contributor"));

    /** Roles that take a policy away. */
    static final List<AzureRole> LIFTERS =
            List.of(role("36243c78-bf99-498c-9df9-86d9f8d28608", "Resource Policy Contributor"));

    private static final Set<String> HARMLESS = Set.of(
            // Reader
            "acdd72a7-3385-48ef-bd42-f606fba81ae7",
            // Storage Blob Data Reader
            "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
            // Storage Blob Data Contributor
            "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
            // Monitoring Reader
            "43d0d8ad-25c7-4714-9337-8ba259a9fe05",
            // Key Vault Secrets User
            "4633458b-17de-408a-b874-0445c86b69e6",
            // AcrPull
            "7f951dda-4ed3-4680-a7ca-43fe172d538d");

    private WellKnownRoles() {}

    /** True for a role that is known to lead to nothing. */
    static boolean isHarmless(String id) {
        return HARMLESS.contains(id);
    }

    /** The roles of both lists. */
    static List<AzureRole> both(List<AzureRole> one, List<AzureRole> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    private static List<AzureRole> of(String... ids) {
        return LEADING.stream().filter(role -> List.of(ids).contains(role.id())).toList();
    }

    private static AzureRole role(String id, String name) {
        return new AzureRole(id, name, List.of(), true);
    }
}
