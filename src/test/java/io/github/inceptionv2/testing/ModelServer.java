package io.github.inceptionv2.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** A web server on loopback that serves models and can fail in the ways of real servers. */
public final class ModelServer implements AutoCloseable {

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-");

  private final HttpServer server;
  private final String scheme;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "model server");
            thread.setDaemon(true);
            return thread;
          });
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  /**
   * A request of a client.
   *
   * @param range the header of this name; null if absent
   * @param authorization the header of this name; null if absent
   */
  public record Request(URI uri, String range, String authorization) {}

  private ModelServer(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    server.setExecutor(threads);
    server.start();
  }

  /** Starts a server for http. */
  public static ModelServer start() throws IOException {
    return new ModelServer(HttpServer.create(loopback(), 0), "http");
  }

  /** Starts a server for https. */
  public static ModelServer start(SSLContext context) throws IOException {
    HttpsServer server = HttpsServer.create(loopback(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return new ModelServer(server, "https");
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** Returns an address on this server, with the host name of the tests' certificate. */
  public URI uri(String pathAndQuery) {
    return URI.create(scheme + "://localhost:" + server.getAddress().getPort() + pathAndQuery);
  }

  /** Answers requests for {@code path} with {@code handler}. */
  public ModelServer on(String path, HttpHandler handler) {
    server.createContext(
        path,
        exchange -> {
          var headers = exchange.getRequestHeaders();
          requests.add(
              new Request(
                  exchange.getRequestURI(),
                  headers.getFirst("Range"),
                  headers.getFirst("Authorization")));
          try (exchange) {
            handler.handle(exchange);
          }
        });
    return this;
  }

  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** Serves the file, or the requested range of it. */
  public static HttpHandler file(byte[] bytes) {
    return cut(bytes, "\"v1\"", Integer.MAX_VALUE);
  }

  /** Serves the file, or the requested range; the first answers end early, at {@code cuts}. */
  public static HttpHandler cut(byte[] bytes, String tag, int... cuts) {
    AtomicInteger answers = new AtomicInteger();
    return exchange -> {
      int answer = answers.getAndIncrement();
      int start = start(exchange, tag, bytes.length);
      int end = answer < cuts.length ? Math.min(bytes.length, cuts[answer]) : bytes.length;
      if (!tag.isEmpty()) {
        exchange.getResponseHeaders().set("ETag", tag);
      }
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + start + "-" + (bytes.length - 1) + "/" + bytes.length);
      exchange.sendResponseHeaders(start > 0 ? 206 : 200, bytes.length - start);
      write(exchange, bytes, start, Math.max(start, end));
    };
  }

  /** Serves the file, always from its beginning. */
  public static HttpHandler withoutRanges(byte[] bytes, int... cuts) {
    AtomicInteger answers = new AtomicInteger();
    return exchange -> {
      int answer = answers.getAndIncrement();
      exchange.sendResponseHeaders(200, bytes.length);
      write(exchange, bytes, 0, answer < cuts.length ? cuts[answer] : bytes.length);
    };
  }

  private static int start(HttpExchange exchange, String tag, int length) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    String condition = exchange.getRequestHeaders().getFirst("If-Range");
    Matcher matcher = RANGE.matcher(range == null ? "" : range);
    boolean isSame = condition == null || condition.equals(tag);
    return matcher.matches() && isSame
        ? Math.min(length - 1, Integer.parseInt(matcher.group(1)))
        : 0;
  }

  private static void write(HttpExchange exchange, byte[] bytes, int start, int end)
      throws IOException {
    OutputStream out = exchange.getResponseBody();
    out.write(bytes, start, end - start);
    out.flush();
    if (end == bytes.length) {
      out.close();
    }
  }

  /** Serves a status and a page that explains it. */
  public static HttpHandler status(int status) {
    return exchange -> page(exchange, status, "text/plain", "status " + status);
  }

  /** Serves a page for a browser. */
  public static HttpHandler html() {
    return exchange -> page(exchange, 200, "text/html; charset=utf-8", "<html>Log in</html>");
  }

  private static void page(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    write(exchange, body, 0, body.length);
  }

  /** Redirects to {@code location}. */
  public static HttpHandler redirect(int status, String location) {
    return exchange -> {
      exchange.getResponseHeaders().set("Location", location);
      exchange.sendResponseHeaders(status, -1);
    };
  }

  /** Serves endless bytes without announcing a length. */
  public static HttpHandler endless() {
    return exchange -> {
      exchange.sendResponseHeaders(200, 0);
      byte[] block = new byte[64 << 10];
      while (true) {
        exchange.getResponseBody().write(block); // until the client hangs up
      }
    };
  }

  /** Serves the beginning of the file, and then one byte now and then. */
  public static HttpHandler trickle(byte[] bytes, int fast) {
    return exchange -> {
      exchange.sendResponseHeaders(200, bytes.length);
      OutputStream out = exchange.getResponseBody();
      out.write(bytes, 0, fast);
      for (int i = fast; i < bytes.length; i++) {
        out.write(bytes, i, 1);
        out.flush();
        pause();
      }
    };
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
