/** The registry's files: its tables, and the vault of its secrets. */
@NullMarked
package io.facegate.registry.store;

import org.jspecify.annotations.NullMarked;
