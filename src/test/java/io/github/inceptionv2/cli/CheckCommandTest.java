package io.github.inceptionv2.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.inceptionv2.testing.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.SavedModel;

class CheckCommandTest {

  @TempDir Path directory;

  @Test
  void flowersModel_isRight() {
    MainTest.Outcome outcome = MainTest.run("check", "--model", "models/flowers");

    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().contains("weights     flowers\n"), outcome.out());
    assertTrue(outcome.out().contains("verdict     right: "), outcome.out());
    assertTrue(outcome.out().contains("computed on CPU:0\n"), outcome.out());
  }

  @Test
  void json_isAnObject() {
    JsonObject result =
        MainTest.run("check", "--model", "untrained", "--format", "json").objects().get(0);

    assertEquals("right", result.get("verdict").getAsString());
    JsonObject logits = result.getAsJsonObject("logits");
    assertTrue(logits.get("error").getAsDouble() < logits.get("tolerance").getAsDouble());
  }

  /** The graph scales images by 2.5 instead of 2. */
  @Test
  void wrongGraph_isRefused_orReportedIfTrusted() throws Exception {
    String module = Fixtures.copy(Path.of("models/flowers"), directory.resolve("m")).toString();
    Path file = Path.of(module, "saved_model.pb");
    SavedModel.Builder saved = SavedModel.parseFrom(Files.readAllBytes(file)).toBuilder();
    GraphDef.Builder graph = saved.getMetaGraphsBuilder(0).getGraphDefBuilder();
    graph.getNodeBuilderList().stream()
        .filter(node -> node.getName().equals("hub_input/Mul/y"))
        .forEach(
            node -> {
              var value = node.getAttrOrThrow("value").toBuilder();
              value.getTensorBuilder().setFloatVal(0, 2.5f);
              node.putAttr("value", value.build());
            });
    Files.write(file, saved.build().toByteArray());

    MainTest.Outcome refused =
        MainTest.run("classify", "--model", module, Fixtures.flower().toString());
    assertEquals(1, refused.code());
    assertTrue(
        refused.err().contains("computes different numbers from Inception V2"), refused.err());
    assertTrue(refused.err().contains("--trust"), refused.err());
    MainTest.Outcome trusted = MainTest.run("check", "--trust", "--model", module);
    assertEquals(1, trusted.code());
    assertTrue(trusted.out().contains("verdict     wrong: logits are off by"), trusted.out());
    MainTest.Outcome classified =
        MainTest.run("classify", "--trust", "--model", module, Fixtures.flower().toString());
    assertEquals(0, classified.code(), classified.err());
  }
}
