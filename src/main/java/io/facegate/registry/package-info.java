/** Registry of callers: organisations, keys, evidence, owned resources, and responses held for review. */
@NullMarked
package io.facegate.registry;

import org.jspecify.annotations.NullMarked;
