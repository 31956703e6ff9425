package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.testing.PaintedPhotos;
import io.github.inceptionv2.testing.SpringBootServer;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The web service shuts down gracefully under load, on platform and on virtual threads. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows ends a process without notice")
class SpringBootShutdownIT {

  private static final String VIRTUAL = "--spring.threads.virtual.enabled=true";
  private static final String PATIENT = "--model.max-waiting-calls=1000";

  /** The number of uploads in progress when the server is asked to shut down. */
  private static final int UNDER_WAY = 48;

  @Test
  void shutdown_underLoad_answersUploadsInProgress() throws Exception {
    try (SpringBootServer ending = SpringBootServer.start(SpringBootIT.thisJdk(), PATIENT)) {
      assertShutsDownGracefully(ending);
    }
  }

  @Test
  void virtualThreads_whileServingAndShuttingDown_answerAll() throws Exception {
    try (SpringBootServer ending =
        SpringBootServer.start(SpringBootIT.newerJdk(), PATIENT, VIRTUAL)) {
      String thread = ending.get("/ping").body();
      assertTrue(thread.startsWith("VirtualThread"), thread);
      SpringBootIT.assertAnswersLikeTheLibrary(ending);
      assertShutsDownGracefully(ending);
    }
  }

  private static void assertShutsDownGracefully(SpringBootServer ending) throws Exception {
    List<CompletableFuture<HttpResponse<String>>> uploads =
        ending.uploads(PaintedPhotos.jpeg(3000, 2000), UNDER_WAY);
    awaitAllReceived(ending, uploads);
    ending.terminate();
    assertTrue(finished(uploads) < UNDER_WAY, "all were answered before the shutdown");
    for (CompletableFuture<HttpResponse<String>> each : uploads) {
      assertEquals(200, each.get().statusCode());
    }
    assertEquals(128 + 15, ending.exitCode(), ending::log); // 15 is SIGTERM
    String log = ending.log();
    assertTrue(log.contains("Graceful shutdown complete"), log);
    assertFalse(log.contains("ERROR") || log.contains("Exception"), log);
    try (Stream<Path> files = Files.list(ending.directory())) {
      assertEquals(List.of("log"), files.map(file -> file.getFileName().toString()).toList());
    }
  }

  /** Counts finished uploads first, so an upload that ends meanwhile is not counted twice. */
  private static void awaitAllReceived(
      SpringBootServer server, List<CompletableFuture<HttpResponse<String>>> uploads)
      throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (finished(uploads) + activeUploads(server) < UNDER_WAY) {
      assertTrue(System.nanoTime() < end, "the server did not receive all uploads in a minute");
    }
  }

  private static double activeUploads(SpringBootServer server) throws Exception {
    return server.metric("http.server.requests.active?tag=method:POST", "ACTIVE_TASKS");
  }

  private static long finished(List<CompletableFuture<HttpResponse<String>>> uploads) {
    return uploads.stream().filter(CompletableFuture::isDone).count();
  }
}
