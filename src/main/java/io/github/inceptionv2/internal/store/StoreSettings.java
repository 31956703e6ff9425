package io.github.inceptionv2.internal.store;

import java.net.ProxySelector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The location of the model cache and the settings for filling it.
 *
 * @param directory the cache directory
 * @param isOffline true if no connection may be opened
 * @param environment locates the caches of other programs
 * @param network settings for downloads
 */
public record StoreSettings(
    Path directory, boolean isOffline, Environment environment, Network network) {

  /**
   * Network settings.
   *
   * @param proxy null for the JVM's proxy
   * @param authorizations values of the header {@code Authorization}, by the host to which they may
   *     be sent
   * @param timeout the timeout for a response; also the window in which a download's rate is
   *     measured
   * @param retries the maximum number of retries without progress
   * @param backOff the wait before the first retry; doubles each time
   */
  public record Network(
      ProxySelector proxy,
      Map<String, String> authorizations,
      Duration timeout,
      int retries,
      Duration backOff) {

    /** Copies the authorizations. */
    public Network {
      authorizations = Map.copyOf(authorizations);
    }
  }
}
