package io.facegate.catalogue;

/** A catalogue that cannot be read; nothing starts with it. */
public final class CatalogueException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    CatalogueException(String message) {
        super(message);
    }
}
