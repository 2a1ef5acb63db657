package io.facegate.provider.local;

import io.facegate.call.Ask;
import io.facegate.call.Doubt;
import io.facegate.provider.local.gallery.Galleries;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Knows which purpose the galleries serve that a call goes back to. */
final class Purposes {
    private final Galleries galleries;

    Purposes(Galleries galleries) {
        this.galleries = galleries;
    }

    /** Why a call must not go back to what it names, or null; erasing is for any purpose. */
    @Nullable
    Doubt doubts(Owner owner, Ask ask) {
        return switch (ask) {
            case Ask.DescribeGallery(var gallery) -> ofGallery(owner, gallery);
            case Ask.Enroll enroll -> ofGallery(owner, enroll.gallery());
            case Ask.ListFaces list -> ofGallery(owner, list.gallery());
            case Ask.SearchByFace search -> ofGallery(owner, search.gallery());
            case Ask.SearchByPicture search -> ofGallery(owner, search.gallery());
            case Ask.EraseExamples _, Ask.EraseSubjects _ -> null;
            case Ask.OfExamples of -> ofGallery(owner, of.gallery());
            case Ask.CompareKept(var one, var other) -> ofKept(owner, List.of(one, other));
            case Ask.SearchKept(var one, var others, var _, var _) -> {
                var doubt = ofKept(owner, List.of(one));
                yield doubt == null ? ofKept(owner, others) : doubt;
            }
            default -> null;
        };
    }

    private @Nullable Doubt ofGallery(Owner owner, String gallery) {
        return doubts(owner, galleries.purpose(owner.place(gallery)));
    }

    private @Nullable Doubt ofKept(Owner owner, List<String> faceIds) {
        return faceIds.stream().anyMatch(id -> doubts(owner, galleries.faces().purpose(owner.hidden(), id)) != null)
                ? Doubt.HANDLE_PURPOSE
                : null;
    }

    private static @Nullable Doubt doubts(Owner owner, @Nullable String recorded) {
        return recorded == null || recorded.equals(owner.purpose()) ? null : Doubt.HANDLE_PURPOSE;
    }
}
