/** What a vendor is registered with: its wires, its providers, its options and the calls of its check. */
@NullMarked
package io.facegate.app.registration;

import org.jspecify.annotations.NullMarked;
