package io.facegate.app.server;

import io.facegate.engine.gallery.GalleryMoveBack;
import io.facegate.registry.GalleryTransfer;
import io.facegate.registry.RegistryAddress;
import io.facegate.registry.SharedGalleryRows;
import java.io.IOException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The way of the embedded engine's galleries back to a data folder. */
public final class GalleryFolderTransfer implements GalleryTransfer {
    @Override
    public @Nullable String copyToFolder(RegistryAddress from, Policies policies) throws IOException {
        var back = new GalleryMoveBack(from.data(), InstantSource.system(), policies.own());
        return back.copy(SharedGalleryRows.open(from, policies.shared()), policies.adopted());
    }
}
