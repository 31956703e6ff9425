package io.github.inceptionv2.internal.store;

import java.net.ProxySelector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Where and how models are kept.
 *
 * @param directory the cache
 * @param isOffline whether no connection may be opened
 * @param environment says where others keep models
 * @param network how to get at archives
 */
public record StoreSettings(
    Path directory, boolean isOffline, Environment environment, Network network) {

  /**
   * Network settings.
   *
   * @param proxy null for the JVM's
   * @param authorizations values of the header {@code Authorization} by the host that may see them
   * @param timeout for an answer, and the time over which the rate of a download is judged
   * @param retries how often to try again without having come further
   * @param backOff how long to wait before trying again; twice as long each time
   */
  public record Network(
      ProxySelector proxy,
      Map<String, String> authorizations,
      Duration timeout,
      int retries,
      Duration backOff) {

    /** Takes a copy. */
    public Network {
      authorizations = Map.copyOf(authorizations);
    }
  }
}
