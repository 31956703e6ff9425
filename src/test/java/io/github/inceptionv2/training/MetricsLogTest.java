package io.github.inceptionv2.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.inceptionv2.internal.weights.MaskedCrc;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.Summary;

class MetricsLogTest {

  @TempDir private Path directory;

  private static EpochReport epoch(int epoch, OptionalDouble validation) {
    return new EpochReport(
        epoch, 3, 224, 0.01, 0.5 / epoch, 0.75, validation, validation, 20, 0.1, Duration.ZERO);
  }

  @Test
  void jsonLines_twoRuns_areAppended() throws IOException {
    Path file = directory.resolve("new/metrics.jsonl");
    for (int i = 1; i <= 2; i++) {
      try (MetricsLog log = MetricsLog.jsonLines(file)) {
        log.onEpoch(epoch(i, OptionalDouble.of(0.25)));
        assertEquals(i, Files.readAllLines(file).size(), "written immediately");
      }
    }
    JsonObject last = JsonParser.parseString(Files.readAllLines(file).get(1)).getAsJsonObject();

    assertEquals(2, last.get("epoch").getAsInt());
    assertEquals(0.25, last.get("loss").getAsDouble());
    assertEquals(0.25, last.get("validationAccuracy").getAsDouble());
  }

  @Test
  void tensorBoard_twoEpochs_areEventRecords() throws IOException {
    try (MetricsLog log = MetricsLog.tensorBoard(directory.resolve("board"))) {
      log.onEpoch(epoch(1, OptionalDouble.empty()));
      log.onEpoch(epoch(2, OptionalDouble.of(0.5)));
    }
    List<Event> events = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory.resolve("board"))) {
      Path file = files.findAny().orElseThrow();
      assertTrue(file.getFileName().toString().startsWith("events.out.tfevents."), "" + file);
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      while (bytes.hasRemaining()) {
        ByteBuffer length = bytes.slice(bytes.position(), 8);
        byte[] message = new byte[(int) bytes.getLong()];
        assertEquals(MaskedCrc.of(length), bytes.getInt());
        bytes.get(message);
        assertEquals(MaskedCrc.of(ByteBuffer.wrap(message)), bytes.getInt());
        events.add(Event.parseFrom(message));
      }
    }

    assertEquals("brain.Event:2", events.get(0).getFileVersion());
    assertEquals(3, events.size());
    assertEquals(4, events.get(1).getSummary().getValueCount());
    assertEquals(2, events.get(2).getStep());
    List<String> tags =
        events.get(2).getSummary().getValueList().stream().map(Summary.Value::getTag).toList();
    assertEquals(
        List.of(
            "accuracy",
            "images_per_second",
            "learning_rate",
            "loss",
            "validation/accuracy",
            "validation/loss"),
        tags);
    assertEquals(0.25f, events.get(2).getSummary().getValue(3).getSimpleValue());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void fullDisk_doesNotEndTheTraining() throws IOException {
    try (MetricsLog log = MetricsLog.jsonLines(Path.of("/dev/full"))) {
      log.onEpoch(epoch(1, OptionalDouble.empty()));
      log.onEpoch(epoch(2, OptionalDouble.empty()));
    }
  }

  @Test
  void directoryInTheWay_isRefusedBeforeTheTraining() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "mine");

    assertThrows(FileSystemException.class, () -> MetricsLog.jsonLines(directory));
    assertThrows(FileSystemException.class, () -> MetricsLog.tensorBoard(file));
    assertEquals("mine", Files.readString(file));
  }
}
