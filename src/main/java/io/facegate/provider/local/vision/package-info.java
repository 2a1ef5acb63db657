/** Eyes: from encoded bytes to faces and templates. */
@NullMarked
package io.facegate.provider.local.vision;

import org.jspecify.annotations.NullMarked;
