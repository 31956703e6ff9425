package io.github.inceptionv2.internal.store;

import java.io.IOException;
import java.net.Authenticator;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLHandshakeException;

/** Sends requests and follows redirects. The only class that opens connections. */
final class HttpConnections {

  private static final int MAX_REDIRECTS = 10;
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private final StoreSettings.Network settings;
  private final HttpClient client;

  /** The client for redirect targets on other servers, which never sends a password to them. */
  private final HttpClient otherClient;

  HttpConnections(StoreSettings.Network settings) {
    this.settings = settings;
    Authenticator authenticator = Authenticator.getDefault();
    this.client = client(authenticator);
    this.otherClient = client(authenticator == null ? null : new ProxyAuthenticator(authenticator));
  }

  private HttpClient client(Authenticator authenticator) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            // Our redirects also go from http to https, and check a host before sending passwords.
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.timeout());
    if (settings.proxy() != null) {
      builder.proxy(settings.proxy());
    }
    if (authenticator != null) {
      builder.authenticator(authenticator);
    }
    return builder.build();
  }

  /**
   * Requests {@code uri} and follows redirects. Redirect targets are often signed and expire soon,
   * so they are used once and never stored.
   *
   * @throws HttpFailure if there is no response, or a redirect cannot be followed
   */
  HttpResponse<Flow.Publisher<List<ByteBuffer>>> get(URI uri, Map<String, String> headers)
      throws IOException {
    URI next = uri;
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      HttpResponse<Flow.Publisher<List<ByteBuffer>>> response = send(uri, next, headers);
      if (!isRedirect(response.statusCode())) {
        return response;
      }
      ResponseBody.of(response).close();
      next = target(next, response);
    }
    throw new HttpFailure("more than " + MAX_REDIRECTS + " redirects", false, null);
  }

  private static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  private static URI target(URI from, HttpResponse<?> response) throws HttpFailure {
    String location = response.headers().firstValue("Location").orElse("");
    URI target;
    try {
      target = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new HttpFailure("redirected to an invalid address", false, e);
    }
    boolean isSecure = "https".equalsIgnoreCase(target.getScheme());
    boolean isPlain = "http".equalsIgnoreCase(target.getScheme());
    if (location.isEmpty() || target.getHost() == null || !isSecure && !isPlain) {
      throw new HttpFailure("redirected to an invalid address", false, null);
    } else if (isPlain && "https".equalsIgnoreCase(from.getScheme())) {
      throw new HttpFailure(
          "redirected from https to http at " + target.getHost() + ", which is not allowed",
          false,
          null);
    }
    return target;
  }

  private HttpResponse<Flow.Publisher<List<ByteBuffer>>> send(
      URI asked, URI uri, Map<String, String> headers) throws IOException {
    boolean isOwn = isSameServer(asked, uri);
    try {
      return (isOwn ? client : otherClient)
          .send(request(isOwn, uri, headers), HttpResponse.BodyHandlers.ofPublisher());
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    } catch (ConnectException | HttpConnectTimeoutException | SSLHandshakeException e) {
      // Such servers seldom recover within a second; the next mirror is the better bet.
      throw new HttpFailure("no connection to " + uri.getHost() + reason(e), false, e);
    } catch (IOException e) {
      throw new HttpFailure("no answer from " + uri.getHost() + reason(e), true, e);
    } catch (IllegalArgumentException e) { // for example, a port or length is out of range
      throw new HttpFailure("no usable answer from " + uri.getHost() + " (" + e + ")", false, e);
    }
  }

  private HttpRequest request(boolean isOwn, URI uri, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(settings.timeout())
            .header("User-Agent", "inception-v2 (Java)")
            .header("Accept", "*/*")
            .header("Accept-Encoding", "identity");
    headers.forEach(request::header);
    if (isOwn || isStandardHttps(uri)) {
      authorization(uri.getHost()).ifPresent(value -> request.header("Authorization", value));
    }
    return request.build();
  }

  private Optional<String> authorization(String host) {
    return settings.authorizations().entrySet().stream()
        .filter(authorization -> authorization.getKey().equalsIgnoreCase(host))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** Returns true if two addresses share a server; another port may belong to another owner. */
  private static boolean isSameServer(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && one.getHost().equalsIgnoreCase(other.getHost())
        && port(one) == port(other);
  }

  /** Returns true if {@code uri} has the standard HTTPS port, which belongs to the host's owner. */
  private static boolean isStandardHttps(URI uri) {
    return uri.getScheme().equalsIgnoreCase("https") && port(uri) == HTTPS_PORT;
  }

  private static int port(URI uri) {
    int standard = uri.getScheme().equalsIgnoreCase("https") ? HTTPS_PORT : HTTP_PORT;
    return uri.getPort() < 0 ? standard : uri.getPort();
  }

  /** Sends passwords only to proxies, never to servers. */
  private static final class ProxyAuthenticator extends Authenticator {

    private final Authenticator authenticator;

    ProxyAuthenticator(Authenticator authenticator) {
      this.authenticator = authenticator;
    }

    @Override
    public PasswordAuthentication requestPasswordAuthenticationInstance(
        String host,
        InetAddress address,
        int port,
        String protocol,
        String prompt,
        String scheme,
        URL url,
        RequestorType type) {
      return type == RequestorType.PROXY
          ? authenticator.requestPasswordAuthenticationInstance(
              host, address, port, protocol, prompt, scheme, url, type)
          : null;
    }
  }

  /**
   * Returns a human-readable reason: the client's exceptions often have no message, and their class
   * names tell users little.
   */
  private static String reason(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return " (unknown host)";
      }
    }
    boolean isRefused = e instanceof ConnectException && e.getMessage() == null;
    return isRefused ? " (refused or unreachable)" : " (" + e + ")";
  }
}
