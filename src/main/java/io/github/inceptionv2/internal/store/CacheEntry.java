package io.github.inceptionv2.internal.store;

import java.nio.file.Path;

/**
 * A model in the cache.
 *
 * @param name the entry's name
 * @param source what it was asked for as
 * @param module its directory
 * @param byteCount what its files take
 */
public record CacheEntry(String name, String source, Path module, long byteCount) {}
