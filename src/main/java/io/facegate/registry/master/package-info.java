/** Master keys: they wrap the registry's data key, and stand in a file, in AWS KMS or in Azure Key Vault. */
@NullMarked
package io.facegate.registry.master;

import org.jspecify.annotations.NullMarked;
