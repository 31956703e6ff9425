package io.github.inceptionv2.internal.store;

import static io.github.inceptionv2.internal.store.Archives.known;
import static io.github.inceptionv2.internal.store.Archives.network;
import static io.github.inceptionv2.internal.store.Archives.unknown;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import io.github.inceptionv2.testing.Certificates;
import io.github.inceptionv2.testing.Fixtures;
import io.github.inceptionv2.testing.ModelServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads succeed, resume or fail with a reason, whatever the servers do. */
class FetchTest {

  @TempDir Path cache;

  private byte[] bytes;
  @AutoClose private ModelServer server;

  @BeforeEach
  void start() throws IOException {
    bytes = Archives.small();
    server = ModelServer.start();
  }

  @Test
  void model_isDownloadedOnce() throws Exception {
    server.on("/small", ModelServer.file(bytes));
    ModelArchive archive = known(bytes, server.uri("/small"));
    Path first = fetch(archive);
    Path second = fetch(archive);

    assertArrayEquals(Archives.WEIGHTS, Archives.bytes(first));
    assertEquals(first, second);
    assertEquals(1, server.requests().size());
    assertNull(server.requests().get(0).range());
    assertEquals(
        List.of(
            "locks/small.lock",
            "models/small/manifest.properties",
            "models/small/module/saved_model.pb",
            "models/small/module/variables/weights"),
        files());
  }

  @Test
  void modelOfUnknownHash_isDownloadedAndItsHashRecorded() throws Exception {
    server.on("/small", ModelServer.file(bytes));
    fetch(unknown(server.uri("/small")));

    assertEquals(
        Archives.sha256(bytes) + "  small.tar.gz\n",
        Files.readString(cache.resolve("archives/small.tar.gz.sha256")));
  }

  @Test
  void otherBytesThanTheFirstTime_areRefused() throws Exception {
    server.on("/small", ModelServer.file(bytes));
    ModelArchive archive = unknown(server.uri("/small"));
    fetch(archive);
    Files.delete(cache.resolve("models/small/module/saved_model.pb"));
    server.close();
    byte[] other = Archives.gzip(Archives.tar(Archives.file("variables/weights")));
    server = ModelServer.start().on("/small", ModelServer.file(other));

    String message = failure(unknown(server.uri("/small"))).getMessage();
    assertTrue(message.contains("saved_model.pb: is missing"), message);
    assertTrue(
        message.contains(
            "has SHA-256 " + Archives.sha256(other) + ", expected " + Archives.sha256(bytes)),
        message);
    assertTrue(
        message.contains("as at the first download; if the new file is correct, delete"), message);
  }

  /** Redirects like tfhub.dev's: to another host, over https, to an address that soon expires. */
  @Test
  void redirectsFromHttpToHttps_areFollowedAndSignedAddressesForgotten() throws Exception {
    String signed = "/bundle?X-Goog-Expires=259200&X-Goog-Signature=5ec7e7";
    withHttps(
        secure -> {
          server.on("/1", ModelServer.redirect(302, "/2?a=b"));
          server.on("/2", ModelServer.redirect(307, secure.uri("/3").toString()));
          secure.on("/3", ModelServer.redirect(303, secure.uri(signed).toString()));
          secure.on("/bundle", ModelServer.cut(bytes, "\"v1\"", 100_000));
          fetch(unknown(server.uri("/1")));

          List<ModelServer.Request> requests = secure.requests();
          assertEquals(signed, requests.get(requests.size() - 1).uri().toString());
          assertEquals("bytes=100000-", requests.get(requests.size() - 1).range());
        });

    for (String file : files()) {
      String text = Files.readString(cache.resolve(file), StandardCharsets.ISO_8859_1);
      assertFalse(text.contains("Signature"), file);
    }
  }

  @Test
  void redirectFromHttpsToHttp_isRefused() throws Exception {
    withHttps(
        secure -> {
          server.on("/small", ModelServer.file(bytes));
          secure.on("/1", ModelServer.redirect(301, server.uri("/small").toString()));
          FetchException e = failure(known(bytes, secure.uri("/1")));

          assertTrue(e.getMessage().contains("redirected from https to http"), e.getMessage());
          assertEquals(List.of(), server.requests());
        });
  }

  @Test
  void serverWithAnUnknownCertificate_isRefused() throws Exception {
    SSLContext context = Certificates.context(cache.resolve("keys"));
    try (ModelServer secure = ModelServer.start(context)) {
      secure.on("/small", ModelServer.file(bytes));
      FetchException e = failure(known(bytes, secure.uri("/small")));

      assertTrue(e.getMessage().contains("no connection to localhost"), e.getMessage());
      assertEquals(List.of(), secure.requests());
    }
  }

  private interface SecureTest {
    void run(ModelServer secure) throws Exception;
  }

  /** Runs a test with a second server, whose certificate this JVM trusts meanwhile. */
  private void withHttps(SecureTest test) throws Exception {
    SSLContext context = Certificates.context(cache.resolve("keys"));
    SSLContext before = SSLContext.getDefault();
    SSLContext.setDefault(context);
    try (ModelServer secure = ModelServer.start(context)) {
      test.run(secure);
    } finally {
      SSLContext.setDefault(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/1", "file:///etc/passwd", "ftp://localhost/", "", "http:///x", ":"})
  void redirectToNowhere_isRefused(String location) throws Exception {
    server.on("/1", ModelServer.redirect(302, location));
    String message = failure(known(bytes, server.uri("/1"))).getMessage();

    assertTrue(message.contains("redirect"), message);
  }

  @ParameterizedTest
  @CsvSource({"403, 404, 2", "404, 410, 2", "500, 503, 6"})
  void firstMirrorFails_nextIsTried(int first, int second, int refusals) throws Exception {
    server.on("/1", ModelServer.status(first));
    server.on("/2", ModelServer.status(second));
    server.on("/3", ModelServer.file(bytes));
    fetch(known(bytes, server.uri("/1"), server.uri("/2"), server.uri("/3")));

    assertEquals(refusals + 1, server.requests().size());
  }

  @Test
  void failure_namesEachPlaceAndWhatToDo() throws Exception {
    server.on("/1", ModelServer.status(403));
    server.on("/2", ModelServer.status(404));
    FetchException e =
        failure(known(bytes, server.uri("/1?X-Goog-Signature=5ec7e7"), server.uri("/2")));
    Path python = Archives.environment(cache.resolve("python")).pythonCache().directory();

    assertEquals(server.uri("/2"), e.uri());
    assertEquals(404, e.status());
    assertEquals(
        String.join(
            "\n",
            "cannot get model small; tried",
            "  cache: " + cache.resolve("models/small") + ": not found",
            "  " + cache.resolve("archives/small.tar.gz") + ": not found",
            "  Python's "
                + python.resolve("5de20d98872c8bf84bfe98da975eba4ff59fbacb")
                + ": not found",
            "  " + server.uri("/1") + ": HTTP status 403",
            "  " + server.uri("/2") + ": HTTP status 404",
            "to install it by hand, put small.tar.gz ("
                + bytes.length
                + " bytes) with SHA-256 "
                + Archives.sha256(bytes)
                + " at "
                + cache.resolve("archives/small.tar.gz")),
        e.getMessage());
    assertEquals(List.of("locks/small.lock"), files());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.99})
  void cutConnection_isResumed(double share) throws Exception {
    int cut = (int) (bytes.length * share);
    server.on("/small", ModelServer.cut(bytes, "", cut));
    fetch(known(bytes, server.uri("/small")));

    assertEquals("bytes=" + cut + "-", server.requests().get(1).range());
    assertEquals(2, server.requests().size());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.99})
  void downloadOfUnknownHash_isResumedByItsTag(double share) throws Exception {
    int cut = (int) (bytes.length * share);
    server.on("/small", ModelServer.cut(bytes, "\"v1\"", cut));
    fetch(unknown(server.uri("/small")));

    assertEquals("bytes=" + cut + "-", server.requests().get(1).range());
  }

  @Test
  void downloadWithoutTag_isRestarted() throws Exception {
    server.on("/small", ModelServer.cut(bytes, "", 200_000));
    fetch(unknown(server.uri("/small")));

    assertNull(server.requests().get(1).range());
  }

  @Test
  void download_isResumedByTheNextStore() throws Exception {
    server.on("/small", ModelServer.cut(bytes, "\"v1\"", 200_000, 0, 0));
    failure(unknown(server.uri("/small")));
    assertTrue(files().contains("archives/small.tar.gz.part"));
    fetch(unknown(server.uri("/small")));

    assertEquals("bytes=200000-", server.requests().get(3).range());
    assertFalse(files().contains("archives/small.tar.gz.part"));
    assertFalse(files().contains("archives/small.tar.gz.part.from"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00ff", "\u0001"})
  void partWithADamagedNote_isDiscarded(String text) throws Exception {
    server.on("/small", ModelServer.cut(bytes, "\"v1\"", 200_000, 0, 0));
    failure(unknown(server.uri("/small")));
    Path note = cache.resolve("archives/small.tar.gz.part.from");
    String damaged = Files.readString(note).replace("v1", text);
    Files.writeString(note, damaged, StandardCharsets.ISO_8859_1);
    fetch(unknown(server.uri("/small")));

    assertNull(server.requests().get(3).range());
  }

  @Test
  void partOfAReplacedFile_isDiscarded() throws Exception {
    server.on("/small", ModelServer.cut(bytes, "\"v2\"", 100_000, 0, 0));
    failure(unknown(server.uri("/small")));
    Path part = cache.resolve("archives/small.tar.gz.part");
    Path note = cache.resolve("archives/small.tar.gz.part.from");
    Files.write(part, new byte[100_000]);
    Files.writeString(note, Files.readString(note).replace("v2", "v1"));
    fetch(unknown(server.uri("/small")));

    assertEquals("bytes=100000-", server.requests().get(3).range());
  }

  @Test
  void locallyChangedPart_isDetectedByTheHash() throws Exception {
    server.on("/small", ModelServer.file(bytes));
    Path part = cache.resolve("archives/small.tar.gz.part");
    Files.createDirectories(part.getParent());
    Files.write(part, new byte[100_000]);
    fetch(known(bytes, server.uri("/small")));

    assertEquals("bytes=100000-", server.requests().get(0).range());
    assertNull(server.requests().get(1).range());
  }

  @Test
  void completePart_needsNoRequest() throws Exception {
    Path part = cache.resolve("archives/small.tar.gz.part");
    Files.createDirectories(part.getParent());
    Files.write(part, bytes);
    fetch(known(bytes, server.uri("/small")));

    assertEquals(List.of(), server.requests());
  }

  @Test
  void serverWithoutRanges_isAskedForTheWholeFile() throws Exception {
    server.on("/small", ModelServer.withoutRanges(bytes, 100_000));
    fetch(known(bytes, server.uri("/small")));

    assertEquals("bytes=100000-", server.requests().get(1).range());
    assertEquals(2, server.requests().size());
  }

  @Test
  void serverThatHasLessThanBefore_isAskedForTheWholeFile() throws Exception {
    var cut = ModelServer.cut(bytes, "", 100_000);
    server.on(
        "/small",
        exchange ->
            (server.requests().size() == 2 ? ModelServer.status(416) : cut).handle(exchange));
    fetch(known(bytes, server.uri("/small")));

    assertEquals(3, server.requests().size());
    assertNull(server.requests().get(2).range());
  }

  @Test
  void differentRangeThanRequested_isRefused() throws Exception {
    var cut = ModelServer.cut(bytes, "", 100_000);
    server.on(
        "/small",
        exchange -> {
          if (server.requests().size() == 2) {
            exchange.getResponseHeaders().set("Content-Range", "bytes 99999-100001/300000");
            exchange.sendResponseHeaders(206, 3);
            exchange.getResponseBody().write(new byte[3]);
          } else {
            cut.handle(exchange);
          }
        });
    fetch(known(bytes, server.uri("/small")));

    assertEquals(3, server.requests().size());
    assertNull(server.requests().get(2).range());
  }

  @Test
  void wrongHash_isRefused() throws Exception {
    byte[] other = bytes.clone();
    other[1000] ^= 1;
    server.on("/1", ModelServer.file(other));
    server.on("/2", ModelServer.file(bytes));
    String message = failure(known(bytes, server.uri("/1"))).getMessage();

    assertTrue(
        message.contains(
            "has SHA-256 " + Archives.sha256(other) + ", expected " + Archives.sha256(bytes)),
        message);
    assertEquals(List.of("locks/small.lock"), files());
    fetch(known(bytes, server.uri("/1"), server.uri("/2")));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void wrongLength_isRefusedBeforeReading(int difference) throws Exception {
    byte[] other = Arrays.copyOf(bytes, bytes.length + difference);
    server.on("/small", ModelServer.file(other));
    String message = failure(known(bytes, server.uri("/small"))).getMessage();

    assertTrue(
        message.contains("has " + other.length + " bytes, expected " + bytes.length), message);
    assertEquals(List.of("locks/small.lock"), files());
  }

  @Test
  void archiveThatEndsEarly_isRefused() throws Exception {
    server.on(
        "/small",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(bytes, 0, 1000);
          exchange.getResponseBody().close();
        });
    String message = failure(known(bytes, server.uri("/small"))).getMessage();

    assertTrue(message.contains("has 1000 bytes, expected " + bytes.length), message);
  }

  @Test
  void pageInsteadOfAnArchive_isRefusedAndNotKept() throws Exception {
    server.on("/1", ModelServer.html());
    String message = failure(unknown(server.uri("/1"))).getMessage();

    assertTrue(message.contains("answered with an HTML page"), message);
    assertEquals(List.of("locks/small.lock"), files());
  }

  /** A hotel's network answers like this before the guest has logged in. */
  @Test
  void pageInsteadOfTheRest_keepsThePart() throws Exception {
    server.on("/1", ModelServer.html()).on("/2", ModelServer.file(bytes));
    Path part = cache.resolve("archives/small.tar.gz.part");
    Files.createDirectories(part.getParent());
    Files.write(part, Arrays.copyOf(bytes, 100_000));
    failure(known(bytes, server.uri("/1")));
    fetch(known(bytes, server.uri("/2")));

    assertEquals("bytes=100000-", server.requests().get(1).range());
  }

  @Test
  void unmarkedPage_isRefusedAndNotKept() throws Exception {
    byte[] page = "<!DOCTYPE html><p>Log in".getBytes(StandardCharsets.UTF_8);
    server.on("/1", ModelServer.file(page));
    String message = failure(unknown(server.uri("/1"))).getMessage();

    assertTrue(message.contains("is not a tar archive"), message);
    assertEquals(List.of("locks/small.lock"), files());
  }

  @Test
  void archiveOfSomethingElse_isRefusedAndNotKept() throws Exception {
    server.on("/1", ModelServer.file(Archives.tar(Archives.file("cat.jpg"))));
    String message = failure(unknown(server.uri("/1"))).getMessage();

    assertTrue(message.contains("holds no weights"), message);
    assertEquals(List.of("locks/small.lock"), files());
  }

  @Test
  void endlessStream_isCutOff() throws Exception {
    server.on("/small", ModelServer.endless());
    String message = failure(known(bytes, server.uri("/small"))).getMessage();

    assertTrue(message.contains("exceeds the maximum of " + bytes.length + " bytes"), message);
    assertEquals(List.of("locks/small.lock"), files());
  }

  @Test
  void trickle_isAbandoned() throws Exception {
    server.on("/1", ModelServer.trickle(bytes, 1000));
    server.on("/2", ModelServer.file(bytes));
    ModelArchive archive = known(bytes, server.uri("/1"), server.uri("/2"));
    StoreSettings.Network hasty =
        new StoreSettings.Network(null, Map.of(), Duration.ofSeconds(1), 1, Duration.ofMillis(1));
    Path module = Archives.store(cache, false, hasty).module(archive, Archives::install, silent());

    assertArrayEquals(Archives.WEIGHTS, Archives.bytes(module));
    assertEquals(
        2,
        server.requests().stream().filter(request -> request.uri().getPath().equals("/1")).count());
  }

  @Test
  void serverThatNeverAnswers_isAbandoned() throws Exception {
    try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      URI uri = URI.create("http://localhost:" + deaf.getLocalPort() + "/small");
      StoreSettings.Network hasty =
          new StoreSettings.Network(null, Map.of(), Duration.ofMillis(200), 0, Duration.ZERO);
      var e =
          assertThrows(
              FetchException.class,
              () ->
                  Archives.store(cache, false, hasty)
                      .module(known(bytes, uri), Archives::install, silent()));

      assertTrue(e.getMessage().contains("no answer from localhost"), e.getMessage());
    }
  }

  @Test
  void noNetwork_isReported() throws Exception {
    URI closed = server.uri("/small");
    server.close();
    FetchException e = failure(known(bytes, URI.create("http://host.invalid/small"), closed));

    assertTrue(
        e.getMessage().contains("no connection to host.invalid (unknown host)"), e.getMessage());
    assertTrue(e.getMessage().contains("no connection to localhost"), e.getMessage());
    assertEquals(0, e.status());
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void temporaryFailure_isRetried(int status) throws Exception {
    var file = ModelServer.file(bytes);
    server.on(
        "/small",
        exchange ->
            (server.requests().size() < 3 ? ModelServer.status(status) : file).handle(exchange));
    fetch(known(bytes, server.uri("/small")));

    assertEquals(3, server.requests().size());
  }

  @Test
  void proxy_isUsed() throws Exception {
    server.on("/", ModelServer.file(bytes));
    StoreSettings.Network proxied =
        new StoreSettings.Network(
            ProxySelector.of(server.address()), Map.of(), network().timeout(), 0, Duration.ZERO);
    ModelArchive archive = known(bytes, URI.create("http://models.invalid/small"));
    Archives.store(cache, false, proxied).module(archive, Archives::install, silent());

    assertEquals("http://models.invalid/small", server.requests().get(0).uri().toString());
  }

  @Test
  void proxyOfTheJvm_isUsed() throws Exception {
    server.on("/", ModelServer.file(bytes));
    ProxySelector before = ProxySelector.getDefault();
    ProxySelector.setDefault(ProxySelector.of(server.address()));
    try {
      fetch(known(bytes, URI.create("http://models.invalid/small")));
    } finally {
      ProxySelector.setDefault(before);
    }

    assertEquals("http://models.invalid/small", server.requests().get(0).uri().toString());
  }

  @Test
  void authorization_isSentToItsHostOnly() throws Exception {
    String elsewhere = server.uri("/2").toString().replace("localhost", "127.0.0.1");
    server.on("/1", ModelServer.redirect(302, elsewhere));
    server.on("/2", ModelServer.file(bytes));
    StoreSettings.Network authorized =
        new StoreSettings.Network(
            null, Map.of("localhost", "Basic c2VjcmV0"), network().timeout(), 0, Duration.ZERO);
    Archives.store(cache, false, authorized)
        .module(known(bytes, server.uri("/1")), Archives::install, silent());

    assertEquals("Basic c2VjcmV0", server.requests().get(0).authorization());
    assertNull(server.requests().get(1).authorization());
  }

  /** A hostile server's answers to a request to resume after 300 kB. */
  private enum Resumption {
    FROM_ZERO,
    NOT_SATISFIABLE,
    WRONG_BYTES,
    WHOLE_FILE,
    CHANGED_TAG,
    WRONG_TOTAL,
    MULTIPART,
    NOTHING
  }

  /**
   * Each pattern once caused endless requests: 300 kB came each time and were discarded the next.
   */
  @ParameterizedTest
  @EnumSource(Resumption.class)
  @Timeout(60)
  void serverThatMakesNoProgress_isAbandoned(Resumption resumption) throws Exception {
    server.on("/1", exchange -> breakOff(exchange, resumption));
    server.on("/2", ModelServer.file(bytes));
    FetchException e = failure(unknown(server.uri("/1")));
    assertTrue(e.getMessage().contains(server.uri("/1") + ": "), e.getMessage());

    fetch(known(bytes, server.uri("/1"), server.uri("/2")));
    long asked = server.requests().stream().filter(r -> r.uri().getPath().equals("/1")).count();
    assertTrue(asked <= 12, asked + " requests");
  }

  private void breakOff(HttpExchange exchange, Resumption resumption) throws IOException {
    int cut = 300_000;
    var headers = exchange.getResponseHeaders();
    headers.set("ETag", "\"v1\"");
    if (exchange.getRequestHeaders().getFirst("Range") == null) {
      send(exchange, 200, bytes.length, Arrays.copyOf(bytes, cut));
      return;
    }
    int rest = bytes.length - cut;
    String end = "-" + (bytes.length - 1) + "/" + bytes.length;
    headers.set("Content-Range", "bytes " + cut + end);
    switch (resumption) {
      case FROM_ZERO -> {
        headers.set("Content-Range", "bytes 0" + end);
        send(exchange, 206, bytes.length, Arrays.copyOf(bytes, cut));
      }
      case NOT_SATISFIABLE -> exchange.sendResponseHeaders(416, -1);
      case WRONG_BYTES -> send(exchange, 206, rest, new byte[rest]);
      case WHOLE_FILE -> send(exchange, 200, bytes.length, Arrays.copyOf(bytes, cut));
      case CHANGED_TAG -> {
        headers.set("ETag", "\"v2\"");
        send(exchange, 206, rest, Arrays.copyOfRange(bytes, cut, bytes.length));
      }
      case WRONG_TOTAL -> {
        headers.set("Content-Range", "bytes " + cut + "-" + (bytes.length - 1) + "/999999999");
        send(exchange, 206, rest, Arrays.copyOfRange(bytes, cut, bytes.length));
      }
      case MULTIPART -> {
        headers.remove("Content-Range");
        headers.set("Content-Type", "multipart/byteranges; boundary=x");
        send(exchange, 206, rest, new byte[1000]);
      }
      case NOTHING -> send(exchange, 206, rest, new byte[0]);
    }
  }

  /** Sends the beginning of an answer that claims to have {@code length} bytes. */
  private static void send(HttpExchange exchange, int status, int length, byte[] body)
      throws IOException {
    exchange.sendResponseHeaders(status, length);
    exchange.getResponseBody().write(body);
    exchange.getResponseBody().flush();
    if (body.length == length) {
      exchange.getResponseBody().close();
    }
  }

  @Test
  void failuresOfAllMirrors_areListed() throws Exception {
    server.on("/1", exchange -> breakOff(exchange, Resumption.FROM_ZERO));
    server.on("/2", ModelServer.status(503));
    String message = failure(known(bytes, server.uri("/1"), server.uri("/2"))).getMessage();

    assertTrue(message.contains("answered with a different range from the requested one"), message);
    assertTrue(message.contains("the connection broke"), message);
    assertTrue(message.contains("3 attempts, at most 300000 bytes"), message);
    assertTrue(message.contains(server.uri("/2") + ": HTTP status 503"), message);
  }

  /** A hostile archive could use this name to look like another mirror that works. */
  @Test
  void nameInAnArchive_cannotForgeALine() throws Exception {
    byte[] evil = Archives.tar(Archives.file("a\n  https://good/: fine\u001b[2J\u202e"));
    server.on("/1", ModelServer.file(evil));
    String message = failure(unknown(server.uri("/1"))).getMessage();

    assertFalse(message.contains("\n  https://good/"), message);
    assertTrue(message.contains("a\\u000a  https://good/: fine\\u001b[2J\\u202e"), message);
  }

  /** A server may send less than the requested range, and the rest on the next request. */
  @Test
  void rangesInPieces_areJoined() throws Exception {
    int piece = bytes.length / 3 + 1;
    server.on(
        "/small",
        exchange -> {
          String range = exchange.getRequestHeaders().getFirst("Range");
          int start = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
          int end = Math.min(bytes.length, start + piece);
          var headers = exchange.getResponseHeaders();
          headers.set("ETag", "\"v1\"");
          headers.set("Content-Range", "bytes " + start + "-" + (end - 1) + "/" + bytes.length);
          byte[] part = Arrays.copyOfRange(bytes, start, end);
          send(
              exchange,
              range == null ? 200 : 206,
              range == null ? bytes.length : part.length,
              part);
        });
    fetch(unknown(server.uri("/small")));

    assertEquals(3, server.requests().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3600",
        "999999999",
        "99999999999999999999999999",
        "-1",
        "-99999999999999999999",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "soon",
        "NaN",
        ""
      })
  @Timeout(60)
  void absurdRetryAfter_waitsNoLongerThanForAnAnswer(String value) throws Exception {
    server.on(
        "/1",
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", value);
          exchange.sendResponseHeaders(429, -1);
        });
    server.on("/2", ModelServer.file(bytes));
    StoreSettings.Network hasty =
        new StoreSettings.Network(null, Map.of(), Duration.ofSeconds(1), 2, Duration.ofMillis(1));
    long start = System.nanoTime();
    Archives.store(cache, false, hasty)
        .module(known(bytes, server.uri("/1"), server.uri("/2")), Archives::install, silent());

    assertTrue(System.nanoTime() - start < 20_000_000_000L, "at most two waits of a second");
    assertEquals(4, server.requests().size());
  }

  /** Answers, byte by byte, that the JDK's own server would never give. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\nxyz",
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nxyz",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nxyz",
        "HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\nxyz",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nxyz",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nxyz",
        "HTTP/1.1 206 OK\r\nContent-Range: bytes 99999999999999999999-1/2\r\n\r\nxyz",
        "HTTP/1.1 206 OK\r\nContent-Range: bytes 0-1/99999999999999999999\r\n\r\nxyz",
        "HTTP/1.1 302 Found\r\nLocation: http://localhost:99999999/\r\n\r\n",
        "HTTP/1.1 302 Found\r\nLocation: http://user:word@[::1/\r\n\r\n",
        "HTTP/1.1 -7 \r\n\r\n",
        "HTTP/1.1 99999999999 OK\r\n\r\n",
        "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=x\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
        "\u001b[2J\r\n\r\n",
        "",
      })
  @Timeout(60)
  void invalidHttpAnswer_isRefused(String answer) throws Exception {
    try (ServerSocket raw = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> answerAll(raw, answer));
      thread.setDaemon(true);
      thread.start();
      server.on("/2", ModelServer.file(bytes));
      URI mirror = URI.create("http://localhost:" + raw.getLocalPort() + "/1");
      StoreSettings.Network hasty =
          new StoreSettings.Network(null, Map.of(), Duration.ofSeconds(1), 1, Duration.ofMillis(1));
      Path module =
          Archives.store(cache, false, hasty)
              .module(known(bytes, mirror, server.uri("/2")), Archives::install, silent());

      assertArrayEquals(Archives.WEIGHTS, Archives.bytes(module));
    }
  }

  private static void answerAll(ServerSocket server, String answer) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        socket.getInputStream().read(new byte[4096]);
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // the client has hung up
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Authorization", "Authenticator"})
  void credentials_areNotSentToAnotherPort(String kind) throws Exception {
    try (ModelServer other = ModelServer.start()) {
      server.on("/1", ModelServer.redirect(302, other.uri("/2").toString()));
      other.on(
          "/2",
          exchange -> {
            boolean asks = exchange.getRequestHeaders().getFirst("Authorization") == null;
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
            (asks ? ModelServer.status(401) : ModelServer.file(bytes)).handle(exchange);
          });
      withAuthenticator(
          kind.equals("Authenticator"),
          () -> {
            Map<String, String> own =
                kind.equals("Authorization") ? Map.of("LOCALHOST", "Basic c2VjcmV0") : Map.of();
            StoreSettings.Network authorized =
                new StoreSettings.Network(null, own, Duration.ofSeconds(5), 0, Duration.ZERO);
            assertThrows(
                FetchException.class,
                () ->
                    Archives.store(cache, false, authorized)
                        .module(known(bytes, server.uri("/1")), Archives::install, silent()));
          });
      boolean isShown = server.requests().get(0).authorization() != null;
      assertEquals(kind.equals("Authorization"), isShown, "host names ignore case");
      assertTrue(other.requests().stream().allMatch(r -> r.authorization() == null));
    }
  }

  private static void withAuthenticator(boolean isSet, Runnable test) {
    if (isSet) {
      Authenticator.setDefault(
          new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
              return new PasswordAuthentication("me", "secret".toCharArray());
            }
          });
    }
    try {
      test.run();
    } finally {
      Authenticator.setDefault(null);
    }
  }

  @Test
  void compression_isNotRequestedAndItsHeaderIgnored() throws Exception {
    List<String> accepted = new ArrayList<>();
    var file = ModelServer.file(bytes);
    server.on(
        "/small",
        exchange -> {
          accepted.add(exchange.getRequestHeaders().getFirst("Accept-Encoding"));
          exchange.getResponseHeaders().set("Content-Encoding", "gzip"); // as many do for .tar.gz
          file.handle(exchange);
        });
    fetch(known(bytes, server.uri("/small")));

    assertEquals(List.of("identity"), accepted);
  }

  @Test
  void progress_isReportedFromFirstToLastByte() throws Exception {
    List<Long> seen = new ArrayList<>();
    server.on("/small", ModelServer.cut(bytes, "", 100_000));
    ModelArchive archive = known(bytes, server.uri("/small"));
    Archives.store(cache)
        .module(
            archive,
            Archives::install,
            (source, host, count, total, rate) -> {
              assertEquals("small", source);
              assertEquals("localhost", host);
              assertEquals(bytes.length, total);
              assertTrue(rate >= 0);
              seen.add(count);
            });

    assertEquals(0, seen.get(0));
    assertTrue(seen.contains(100_000L)); // the start of the second connection
    assertEquals(bytes.length, seen.get(seen.size() - 1));
  }

  @Test
  void interrupt_leavesAPartToResume() throws Exception {
    server.on(
        "/small",
        exchange -> {
          if (server.requests().size() == 1) {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes, 0, 100_000);
            exchange.getResponseBody().flush();
            awaitPart(100_000);
            interruptAndJoin(waiting);
          } else {
            ModelServer.file(bytes).handle(exchange);
          }
        });
    ModelArchive archive = known(bytes, server.uri("/small"));
    List<Exception> thrown = new ArrayList<>();
    waiting =
        new Thread(
            () -> {
              try {
                fetch(archive);
              } catch (IOException e) {
                thrown.add(e);
                assertTrue(Thread.currentThread().isInterrupted());
              }
            });
    waiting.start();
    waiting.join();

    assertEquals(InterruptedIOException.class, thrown.get(0).getClass());
    assertEquals(
        List.of(
            "archives/small.tar.gz.part", "archives/small.tar.gz.part.from", "locks/small.lock"),
        files());
    fetch(archive);
    assertNotNull(server.requests().get(1).range());
  }

  private volatile Thread waiting;

  private static void interruptAndJoin(Thread thread) throws IOException {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private void awaitPart(long size) throws IOException {
    Path part = cache.resolve("archives/small.tar.gz.part");
    while (waiting.isAlive() && (!Files.exists(part) || Files.size(part) < size)) {
      Thread.onSpinWait();
    }
  }

  private Path fetch(ModelArchive archive) throws IOException {
    return Archives.store(cache).module(archive, Archives::install, silent());
  }

  private FetchException failure(ModelArchive archive) {
    return assertThrows(FetchException.class, () -> fetch(archive));
  }

  private static TransferListener silent() {
    return (source, host, bytes, total, rate) -> {};
  }

  private List<String> files() throws IOException {
    return Fixtures.files(cache).stream().filter(file -> !file.startsWith("keys/")).toList();
  }
}
