import com.gitlab.pdftk_java.pdftk;
import java.lang.management.ManagementFactory;

/**
 * Fills records with pdftk-java in one JVM: Loop BLANK FDF FROM TO OUT, where FDF has %d for the
 * number of the record. Prints seconds passed and seconds computed by the whole JVM.
 */
public class Loop {
    public static void main(String[] args) {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long wall = System.nanoTime(), cpu = system.getProcessCpuTime();
        for (int i = Integer.parseInt(args[2]); i < Integer.parseInt(args[3]); i++) {
            String[] command = {args[0], "fill_form", String.format(args[1], i), "output", args[4]};
            int status = pdftk.main_noexit(command);
            if (status != 0) {
                System.exit(status);
            }
        }
        System.out.printf(java.util.Locale.ROOT, "%f %f%n",
            (System.nanoTime() - wall) / 1e9, (system.getProcessCpuTime() - cpu) / 1e9);
    }
}
