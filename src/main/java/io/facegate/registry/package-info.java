/** Who may call: organisations, keys, evidence, owned resources, and answers that wait for review. */
@NullMarked
package io.facegate.registry;

import org.jspecify.annotations.NullMarked;
