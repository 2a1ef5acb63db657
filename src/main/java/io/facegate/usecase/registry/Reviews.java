package io.facegate.usecase.registry;

import io.facegate.registry.HeldResponse;
import io.facegate.registry.HeldResponses;
import io.facegate.registry.Person;
import io.facegate.registry.RegistryException;
import io.facegate.registry.ReviewService;
import io.facegate.registry.Reviewer;
import io.facegate.registry.Right;
import io.facegate.usecase.ledger.ViewAudit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The answers that are held for review, and the people who review them. */
public final class Reviews {
    private final RegistryAccess registry;
    private final ViewAudit views;

    public Reviews(RegistryAccess registry) {
        this(registry, ViewAudit.of(registry.ledger()));
    }

    /** As above, where a gateway itself records who looks. */
    public Reviews(RegistryAccess registry, ViewAudit views) {
        this.registry = registry;
        this.views = views;
    }

    /** A held answer, with the similarities in it. */
    public record Shown(HeldResponse held, List<Double> scores) {}

    /** All answers that are held. Who looks is recorded if there are any. */
    public List<HeldResponse> list(String viewer) {
        return read(service -> {
            var all = service.all(registry.now());
            if (!all.isEmpty()) {
                views.recordView(viewer, "reviews");
            }
            return all;
        });
    }

    /** The answers that a person may look at: all with the right to read records, else those that the person reviews. */
    public List<HeldResponse> listFor(Person person) {
        var reviewed = reviewedBy(person.id());
        return list(person.id()).stream()
                .filter(held -> person.may(Right.READ_RECORDS) || reviewed.test(held))
                .toList();
    }

    /**
     * The answers that a person reviews: the person is registered as a reviewer of an organisation of the call. A row
     * that was changed outside Facegate registers nobody, and neither does a list that cannot be verified.
     */
    public Predicate<HeldResponse> reviewedBy(String person) {
        var organisations = soundReviewers().stream()
                .filter(one -> one.removed() == null && one.id().equals(person))
                .map(Reviewer::organisation)
                .collect(Collectors.toSet());
        return held -> held.organisations().stream().anyMatch(organisations::contains);
    }

    private List<Reviewer> soundReviewers() {
        try {
            return read(ReviewService::soundReviewers);
        } catch (RegistryException.Unusable unverified) {
            return List.of();
        }
    }

    /** The number of answers that wait for people. Nothing of them is shown. */
    public long countPending() {
        return pending().size();
    }

    /** The answers that wait for people, for a gateway that reminds people of them and shows nothing else. */
    public List<HeldResponse> pending() {
        return read(service -> service.all(registry.now())).stream()
                .filter(held -> held.state() == HeldResponse.State.PENDING)
                .toList();
    }

    /** True if an answer that is held was changed outside Facegate. It is not listed, and never released. */
    public boolean hasAltered() {
        return !read(service -> service.hasAltered(registry.now()) ? List.of(true) : List.of())
                .isEmpty();
    }

    /** One held answer. Who looks is recorded. */
    public Shown show(String id, String viewer) {
        return open(service -> {
            var held = service.get(id, registry.now());
            views.recordView(viewer, id);
            return new Shown(held, service.scores(held));
        });
    }

    /** Approves an answer in the name of the acting person. */
    public HeldResponse approve(String id) {
        registry.requireAllowed("review_approve");
        return open(service -> service.approve(id, registry.person().name(), registry.now()));
    }

    /** Rejects an answer in the name of the acting person: it is wiped, and its request stays refused. */
    public HeldResponse reject(String id) {
        var person = registry.person();
        registry.requireAllowed("review_reject");
        return open(service -> service.reject(id, person.name(), person.reason(), registry.now()));
    }

    /** All reviewers, removed ones too, and whether each one's row verifies; none does in a list that does not. */
    public List<CheckedEntry<Reviewer>> reviewers() {
        var all = read(ReviewService::reviewers);
        var sound = Set.copyOf(soundReviewers());
        return all.stream()
                .map(one -> new CheckedEntry<>(one, !sound.contains(one)))
                .toList();
    }

    /** What the changes of reviewers made of their rows, by the hashes that their records have. */
    Map<String, String> changeContents() {
        return Map.copyOf(read(service -> List.of(service.changeContents())).stream()
                .findFirst()
                .orElse(Map.of()));
    }

    /** Registers a person who reviews an organisation's answers. */
    public Reviewer addReviewer(String organisation, String id) {
        registry.open(registrar -> registrar.getOrganisation(organisation));
        registry.requireAllowed("reviewer_add");
        return open(service -> service.add(organisation, id, registry.now()));
    }

    /** Removes a reviewer. Earlier approvals stay. */
    public void removeReviewer(String organisation, String id) {
        registry.requireAllowed("reviewer_remove");
        open(service -> service.remove(organisation, id, registry.now()));
    }

    /** Reads; does not create the folder of held answers. */
    private <T> List<T> read(Function<ReviewService, List<T>> work) {
        return registry.open(_ -> HeldResponses.mayExist(registry.address()) ? serve(work) : List.of());
    }

    private <T> T open(Function<ReviewService, T> work) {
        return registry.open(_ -> serve(work));
    }

    private <T> T serve(Function<ReviewService, T> work) {
        try (var reviews = HeldResponses.open(registry.address(), registry.journal())) {
            return work.apply(reviews.reviewService());
        }
    }
}
