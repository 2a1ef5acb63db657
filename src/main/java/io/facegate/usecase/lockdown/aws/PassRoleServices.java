package io.facegate.usecase.lockdown.aws;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The actions that make a service run a caller's code, or make a caller's calls, with a role that was passed to it. */
final class PassRoleServices {
    private static final Map<String, List<List<String>>> ACTIONS = Map.ofEntries(
            Map.entry("lambda.amazonaws.com", any("lambda:CreateFunction", "lambda:UpdateFunctionConfiguration")),
            Map.entry(
                    "ec2.amazonaws.com",
                    any(
                            "ec2:RunInstances",
                            "ec2:AssociateIamInstanceProfile",
                            "ec2:ReplaceIamInstanceProfileAssociation",
                            "ec2:RequestSpotInstances",
                            "ec2:RequestSpotFleet",
                            "ec2:CreateFleet",
                            "ec2:CreateLaunchTemplateVersion",
                            "autoscaling:CreateAutoScalingGroup",
                            "autoscaling:CreateLaunchConfiguration")),
            Map.entry(
                    "ecs-tasks.amazonaws.com",
                    any("ecs:RunTask", "ecs:StartTask", "ecs:RegisterTaskDefinition", "batch:RegisterJobDefinition")),
            Map.entry(
                    "glue.amazonaws.com",
                    any("glue:CreateJob", "glue:UpdateJob", "glue:CreateDevEndpoint", "glue:CreateSession")),
            Map.entry("codebuild.amazonaws.com", any("codebuild:CreateProject", "codebuild:UpdateProject")),
            Map.entry(
                    "cloudformation.amazonaws.com",
                    any(
                            "cloudformation:CreateStack",
                            "cloudformation:UpdateStack",
                            "cloudformation:CreateChangeSet",
                            "cloudformation:SetStackPolicy",
                            "cloudformation:CreateStackSet")),
            Map.entry("states.amazonaws.com", any("states:CreateStateMachine", "states:UpdateStateMachine")),
            Map.entry("scheduler.amazonaws.com", any("scheduler:CreateSchedule", "scheduler:UpdateSchedule")),
            Map.entry(
                    "ssm.amazonaws.com",
                    any(
                            "ssm:StartAutomationExecution",
                            "ssm:CreateAssociation",
                            "ssm:CreateActivation",
                            "ssm:RegisterTaskWithMaintenanceWindow")),
            Map.entry("pods.eks.amazonaws.com", any("eks:CreatePodIdentityAssociation")),
            Map.entry("tasks.apprunner.amazonaws.com", any("apprunner:CreateService", "apprunner:UpdateService")),
            Map.entry("elasticmapreduce.amazonaws.com", any("elasticmapreduce:RunJobFlow")));

    private PassRoleServices() {}

    /** The services whose actions are listed. */
    static Set<String> services() {
        return new TreeSet<>(ACTIONS.keySet());
    }

    private static List<List<String>> any(String... actions) {
        return List.of(actions).stream().map(List::of).toList();
    }

    /**
     * The groups of actions, of which one is enough. A service that is not in the table may need none.
     *
     * @param service such as {@code lambda.amazonaws.com}
     */
    static List<List<String>> actions(String service) {
        return ACTIONS.getOrDefault(service, List.of(List.of()));
    }
}
