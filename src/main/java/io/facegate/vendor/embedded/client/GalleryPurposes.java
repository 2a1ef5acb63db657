package io.facegate.vendor.embedded.client;

import io.facegate.call.NormalizedRequest;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.call.SimilarityScale;
import io.facegate.engine.gallery.GalleryStore;
import io.facegate.vendor.client.NamedResources;
import io.facegate.vendor.client.OwnerPrefix;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Purpose check: compares a call's purpose with that of the galleries it refers to. */
final class GalleryPurposes {
    private final GalleryStore galleries;

    GalleryPurposes(GalleryStore galleries) {
        this.galleries = galleries;
    }

    /** Returns the reason why a call must not use what it names, or null. Erasing is allowed for any purpose. */
    @Nullable
    PreconditionFailure findPreconditionFailure(GalleryOwner owner, NormalizedRequest ask) {
        return switch (ask) {
            case NormalizedRequest.DescribeGallery(var gallery) -> ofGallery(owner, gallery);
            case NormalizedRequest.Enroll enroll -> ofGallery(owner, enroll.gallery());
            case NormalizedRequest.ListFaces list -> ofGallery(owner, list.gallery());
            case NormalizedRequest.SearchByFace search -> ofGallery(owner, search.gallery());
            case NormalizedRequest.SearchByPicture search -> ofGallery(owner, search.gallery());
            case NormalizedRequest.EraseExamples _, NormalizedRequest.EraseSubjects _ -> null;
            case NormalizedRequest.ExampleRequest of -> ofGallery(owner, of.gallery());
            case NormalizedRequest.CompareKept(var one, var other, var _) -> ofKept(owner, List.of(one, other));
            case NormalizedRequest.CompareKeptFace(var one, var _) -> ofKept(owner, List.of(one));
            case NormalizedRequest.SearchKept(var one, var others, var _, var _) -> {
                var doubt = ofKept(owner, List.of(one));
                yield doubt == null ? ofKept(owner, others) : doubt;
            }
            default -> null;
        };
    }

    /** Returns the galleries and temporary faces that a call names; creating or erasing one runs exclusively. */
    static NamedResources namedResources(GalleryOwner owner, NormalizedRequest ask) {
        return switch (ask) {
            case NormalizedRequest.CreateGallery(var gallery) -> named(owner, gallery, true);
            case NormalizedRequest.EraseGallery(var gallery) -> named(owner, gallery, true);
            case NormalizedRequest.EraseSubjects(var gallery, var subject) -> named(owner, gallery, subject == null);
            case NormalizedRequest.DescribeGallery(var gallery) -> named(owner, gallery, false);
            case NormalizedRequest.Enroll enroll -> named(owner, enroll.gallery(), false);
            case NormalizedRequest.ListFaces list -> named(owner, list.gallery(), false);
            case NormalizedRequest.EraseFaces erase -> named(owner, erase.gallery(), false);
            case NormalizedRequest.SearchByFace search -> named(owner, search.gallery(), false);
            case NormalizedRequest.SearchByPicture search -> named(owner, search.gallery(), false);
            case NormalizedRequest.ExampleRequest of -> named(owner, of.gallery(), false);
            case NormalizedRequest.CompareKept _, NormalizedRequest.CompareKeptFace _, NormalizedRequest.SearchKept _ ->
                named(owner, owner.temporaryGalleryKey().gallery(), false);
            default -> NamedResources.NONE;
        };
    }

    private static NamedResources named(GalleryOwner owner, String gallery, boolean exclusive) {
        var name = new OwnerPrefix(owner.organisation()).addTo(gallery);
        var id = new ResourceId(SimilarityScale.LOCAL.provider(), ResourceKind.COLLECTION, name);
        return new NamedResources(Set.of(id), exclusive);
    }

    private @Nullable PreconditionFailure ofGallery(GalleryOwner owner, String gallery) {
        return findPreconditionFailure(owner, galleries.purpose(owner.place(gallery)));
    }

    private @Nullable PreconditionFailure ofKept(GalleryOwner owner, List<String> faceIds) {
        return faceIds.stream()
                        .anyMatch(id -> findPreconditionFailure(
                                        owner, galleries.faces().purpose(owner.temporaryGalleryKey(), id))
                                != null)
                ? PreconditionFailure.HANDLE_PURPOSE
                : null;
    }

    private static @Nullable PreconditionFailure findPreconditionFailure(
            GalleryOwner owner, @Nullable String recorded) {
        return recorded == null || recorded.equals(owner.purpose()) ? null : PreconditionFailure.HANDLE_PURPOSE;
    }
}
