package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.inceptionv2.testing.Fixtures;
import io.github.inceptionv2.testing.NewerJdk;
import io.github.inceptionv2.testing.PaintedPhotos;
import io.github.inceptionv2.testing.SpringBootServer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The web service in {@code src/it/spring-boot} works on this JDK and on a newer one. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SpringBootIT {

  private static final Path LATENCY =
      Path.of("src/it/spring-boot/src/test/java/com/example/Latency.java");

  private static SpringBootServer server;
  private static byte[] flower;

  @BeforeAll
  static void start() throws Exception {
    flower = Files.readAllBytes(Fixtures.flower());
    server = SpringBootServer.start(thisJdk(), "--model.max-waiting-calls=0");
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void upload_ofAPhotograph_isAnsweredLikeTheLibrary() throws Exception {
    assertAnswersLikeTheLibrary(server);
  }

  @Test
  void upload_notAnImage_isAnsweredWithTheReason() throws Exception {
    HttpResponse<String> answer =
        server.upload("no image".getBytes(StandardCharsets.US_ASCII)).get();
    assertEquals(400, answer.statusCode());
    JsonObject problem = JsonParser.parseString(answer.body()).getAsJsonObject();
    String detail = problem.get("detail").getAsString();
    assertTrue(detail.startsWith("the photograph is not a JPEG, PNG"), detail);
  }

  @Test
  void readiness_ofAnOpenModel_isUp() throws Exception {
    HttpResponse<String> answer = server.get("/actuator/health/readiness");
    assertEquals(200, answer.statusCode());
    assertEquals(
        "{\"components\":{\"model\":{\"status\":\"UP\"},\"readinessState\":{\"status\":\"UP\"}},"
            + "\"status\":\"UP\"}",
        answer.body());
  }

  @Test
  void liveness_doesNotDependOnTheModel() throws Exception {
    assertEquals(
        "{\"components\":{\"livenessState\":{\"status\":\"UP\"}},\"status\":\"UP\"}",
        server.get("/actuator/health/liveness").body());
  }

  @Test
  void metrics_countImagesAndRuns() throws Exception {
    double images = server.metric("inception.images", "COUNT");
    double runs = server.metric("inception.run", "COUNT");
    double prepared = server.metric("inception.prepare", "COUNT");
    server.upload(flower).get();
    server.upload("no image".getBytes(StandardCharsets.US_ASCII)).get();
    assertEquals(images + 1, server.metric("inception.images", "COUNT"));
    assertEquals(runs + 1, server.metric("inception.run", "COUNT"));
    assertEquals(prepared + 2, server.metric("inception.prepare", "COUNT"));
    assertTrue(server.metric("inception.run", "TOTAL_TIME") > 0);
  }

  /** Repeats until an upload is refused, because a fast machine may answer all of them. */
  @Test
  void uploads_beyondTheWaitingLimit_areToldToRetry() throws Exception {
    Set<Integer> seen = new HashSet<>();
    for (int round = 0; round < 20 && !seen.equals(Set.of(200, 503)); round++) {
      for (CompletableFuture<HttpResponse<String>> each :
          server.uploads(PaintedPhotos.jpeg(3000, 2000), 16)) {
        HttpResponse<String> answer = each.get();
        seen.add(answer.statusCode());
        if (answer.statusCode() == 503) {
          assertEquals(Optional.of("1"), answer.headers().firstValue("Retry-After"));
        }
      }
    }
    assertEquals(Set.of(200, 503), seen);
    assertEquals(200, server.get("/actuator/health/readiness").statusCode());
    assertAnswersLikeTheLibrary(server);
  }

  @Test
  void upload_onANewerJdk_isAnsweredLikeTheLibrary() throws Exception {
    try (SpringBootServer newer = SpringBootServer.start(newerJdk())) {
      assertAnswersLikeTheLibrary(newer);
    }
  }

  @Test
  void latency_isPrintedAsATable() throws Exception {
    Process process =
        new ProcessBuilder(
                List.of(
                    thisJdk().toString(),
                    LATENCY.toString(),
                    server.address(),
                    Fixtures.flower().toString(),
                    "1",
                    "0.3"))
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), printed);
    assertTrue(printed.contains("| classify, 1 clients | "), printed);
  }

  static void assertAnswersLikeTheLibrary(SpringBootServer server) throws Exception {
    List<Prediction> expected;
    try (InceptionV2 model = InceptionV2.load(Path.of("models/flowers"))) {
      expected = model.classify(Fixtures.flower(), 3);
    }
    HttpResponse<String> answer = server.upload(Files.readAllBytes(Fixtures.flower())).get();
    assertEquals(200, answer.statusCode(), answer.body());
    JsonArray classes = JsonParser.parseString(answer.body()).getAsJsonArray();
    assertEquals(3, classes.size());
    for (int i = 0; i < 3; i++) {
      JsonObject found = classes.get(i).getAsJsonObject();
      assertEquals(expected.get(i).label(), found.get("label").getAsString());
      assertEquals(expected.get(i).probability(), found.get("probability").getAsFloat(), 1e-5f);
    }
  }

  static Path thisJdk() throws Exception {
    return NewerJdk.java(17).orElseThrow();
  }

  static Path newerJdk() throws Exception {
    Optional<Path> java = NewerJdk.java(21);
    assumeTrue(java.isPresent(), "virtual threads need JDK 21 or later, which is not installed");
    return java.get();
  }
}
