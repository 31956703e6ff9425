package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.testing.Golden;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class InferenceListenerTest {

  private static final List<ImageSource> IMAGES =
      List.of(
          ImageSource.of(Golden.png(0, 64, 80)),
          ImageSource.of(new byte[] {1}),
          ImageSource.of(Golden.png(1, 64, 80)));

  private static InceptionV2 load(RuntimeOptions options, InferenceListener listener)
      throws Exception {
    return InceptionV2.builder(ModelSource.untrained())
        .imageSize(ImageSize.square(64))
        .runtime(options)
        .listener(listener)
        .load();
  }

  /** The guide's example, which also records the time of preparation. */
  private static InferenceListener micrometer(MeterRegistry metrics) {
    return new InferenceListener() {
      @Override
      public void onPrepared(Duration time, boolean isReadable) {
        metrics.timer("inception.prepare", "readable", "" + isReadable).record(time);
      }

      @Override
      public void onRun(int images, Duration time) {
        metrics.timer("inception.run").record(time);
        metrics.counter("inception.images").increment(images);
      }
    };
  }

  @Test
  void micrometer_countsImagesAndRuns() throws Exception {
    MeterRegistry metrics = new SimpleMeterRegistry();
    try (InceptionV2 model = load(RuntimeOptions.defaults(), micrometer(metrics))) {
      model.batch(IMAGES).logits();
      model.logits(IMAGES.get(0));
    }
    assertEquals(3, metrics.timer("inception.prepare", "readable", "true").count());
    assertEquals(1, metrics.timer("inception.prepare", "readable", "false").count());
    assertEquals(2, metrics.timer("inception.run").count());
    assertEquals(3, metrics.counter("inception.images").count());
  }

  @Test
  void throwingListener_doesNotAffectCalls() throws Exception {
    InferenceListener broken =
        new InferenceListener() {
          @Override
          public void onRun(int images, Duration time) {
            throw new IllegalStateException("on purpose");
          }
        };
    try (InceptionV2 model = load(RuntimeOptions.defaults(), broken)) {
      assertEquals(1001, model.logits(IMAGES.get(0)).length);
    }
  }

  /** A call waits for the worker that notifies, so closing there used to wait forever. */
  @Test
  @Timeout(60)
  void closingTheModel_fromAnyMethod_isRefused() throws Exception {
    for (RuntimeOptions options :
        List.of(
            RuntimeOptions.defaults(),
            RuntimeOptions.builder().threads(2).parallelRuns(2).build(),
            RuntimeOptions.builder().maxBatchDelay(Duration.ofMillis(1)).build())) {
      AtomicReference<InceptionV2> model = new AtomicReference<>();
      Set<String> messages = ConcurrentHashMap.newKeySet();
      Set<String> methods = ConcurrentHashMap.newKeySet();
      InferenceListener closing =
          new InferenceListener() {
            @Override
            public void onPrepared(Duration time, boolean isReadable) {
              close("prepared");
            }

            @Override
            public void onRun(int images, Duration time) {
              close("run");
            }

            @Override
            public void onWaited(Duration time) {
              close("waited");
            }

            private void close(String method) {
              if (model.get() != null) {
                methods.add(method);
                messages.add(
                    assertThrows(IllegalStateException.class, () -> model.get().close())
                        .getMessage());
              }
            }
          };
      try (InceptionV2 opened = load(options, closing)) {
        model.set(opened);
        assertEquals(3, opened.batch(IMAGES).logits().size());
        opened.logits(IMAGES.get(0));
      }
      assertTrue(methods.containsAll(Set.of("prepared", "run")), methods::toString);
      assertEquals(
          Set.of(
              "InceptionV2 cannot be closed by a listener of its own call; close it on another"
                  + " thread"),
          messages);
    }
  }

  @Test
  void flightRecording_hasAnEventForEachStep(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("model.jfr");
    RuntimeOptions joined = RuntimeOptions.builder().maxBatchDelay(Duration.ZERO).build();
    try (InceptionV2 model = load(joined, new InferenceListener() {});
        Recording recording = new Recording()) {
      for (String name : List.of("Decode", "Preprocess", "Queue", "Run")) {
        recording.enable("io.github.inceptionv2." + name).withoutThreshold();
      }
      recording.start();
      model.batch(IMAGES).logits();
      recording.stop();
      recording.dump(file);
    }
    Map<String, Integer> counts = new TreeMap<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      counts.merge(event.getEventType().getName(), 1, Integer::sum);
      if (event.getEventType().getName().endsWith(".Run")) {
        assertEquals(2, event.getInt("images"));
        assertEquals(64, event.getInt("width"));
        assertTrue(event.getDuration().toNanos() > 0, event.toString());
      }
    }
    assertEquals(
        Map.of(
            "io.github.inceptionv2.Decode", 2,
            "io.github.inceptionv2.Preprocess", 2,
            "io.github.inceptionv2.Queue", 1,
            "io.github.inceptionv2.Run", 1),
        counts);
  }
}
