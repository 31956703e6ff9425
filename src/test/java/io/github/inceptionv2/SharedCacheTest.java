package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.inceptionv2.testing.Fixtures;
import io.github.inceptionv2.testing.ModelServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes can share one cache, even if a process is killed during a download. */
class SharedCacheTest {

  private static final int PROCESSES = 8;

  @TempDir Path directory;

  private final List<Process> processes = new ArrayList<>();
  private Path cache;
  private byte[] archive;
  private ModelServer server;

  @BeforeEach
  void start() throws Exception {
    cache = directory.resolve("cache");
    server = ModelServer.start(); // first, because stop() closes it even if a skip follows
    archive = Files.readAllBytes(Fixtures.shared("fixtures/inception_v2_2016_08_28.tar.gz"));
  }

  @AfterEach
  void stop() {
    processes.forEach(Process::destroyForcibly);
    server.close();
  }

  @Test
  void processes_eightOnAnEmptyCache_oneDownloadAndEightModels() throws Exception {
    server.on("/slim.tar.gz", ModelServer.file(archive));
    for (int i = 0; i < PROCESSES; i++) {
      launch("run");
    }
    for (int i = 0; i < PROCESSES; i++) {
      assertSuccess(i);
    }

    assertEquals(1, server.requests().size());
    assertEquals(1, ModelCache.builder().directory(cache).build().list().size());
  }

  /**
   * The second process waits for the lock of the first, and resumes the download after its death.
   */
  @Test
  void process_killedDuringTheDownload_nextOneResumes() throws Exception {
    server.on(
        "/slim.tar.gz",
        exchange -> {
          if (server.requests().size() > 1) {
            ModelServer.file(archive).handle(exchange);
            return;
          }
          exchange.getResponseHeaders().set("ETag", "\"v1\"");
          exchange.sendResponseHeaders(200, archive.length);
          OutputStream out = exchange.getResponseBody();
          out.write(archive, 0, archive.length / 2);
          out.flush();
          awaitDeath(0);
        });
    launch("fetch");
    awaitPart(archive.length / 2);
    launch("fetch");
    assertEquals(1, server.requests().size());
    processes.get(0).destroyForcibly();
    assertSuccess(1);

    assertEquals(2, server.requests().size());
    assertNull(server.requests().get(0).range());
    assertEquals("bytes=" + archive.length / 2 + "-", server.requests().get(1).range());
    ModelCache survivor = ModelCache.builder().directory(cache).build();
    assertEquals(List.of(), survivor.verify(survivor.list().get(0)));
    try (Stream<Path> remains = Files.list(cache.resolve("tmp"))) {
      assertEquals(0, remains.count());
    }
  }

  private void launch(String mode) throws Exception {
    Path log = directory.resolve("log" + processes.size());
    String address = server.uri("/slim.tar.gz").toString();
    processes.add(ChildProcess.start(log, cache.toString(), address, mode));
  }

  private void assertSuccess(int process) throws Exception {
    int code = processes.get(process).waitFor();
    assertEquals(0, code, () -> read(directory.resolve("log" + process)));
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void awaitDeath(int process) {
    processes.get(process).onExit().join();
  }

  private void awaitPart(long size) throws Exception {
    while (processes.get(0).isAlive() && partSize() < size) {
      Thread.sleep(10);
    }
  }

  private long partSize() throws Exception {
    Path archives = cache.resolve("archives");
    if (!Files.isDirectory(archives)) {
      return 0;
    }
    try (var parts = Files.list(archives)) {
      for (Path part : parts.toList()) {
        if (part.toString().endsWith(".part")) {
          return Files.size(part);
        }
      }
    }
    return 0;
  }
}
